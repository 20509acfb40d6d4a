//! The rules of the trade: checklists, judgement, findings, hazards, permissions. Pure.
