//! The rules of the trade: checklists, answers, judgement, findings, hazards, permissions. Plain types and pure functions, the same
//! code on the phone and on the server. No I/O, no clock, no randomness: both are passed in.

pub mod cadence;
pub mod checklist;
pub mod command;
pub mod condition;
pub mod coordinates;
pub mod decide;
pub mod decimal;
pub mod digest;
pub mod event;
pub mod half_width;
pub mod hazard;
pub mod ids;
pub mod inspection;
pub mod ledger_field;
pub mod library;
pub mod parameter;
pub mod permission;
pub mod phone_number;
pub mod place;
pub mod plan;
pub mod position;
pub mod premises;
pub mod premises_kind;
pub mod refusal;
pub mod risk;
pub mod search;
pub mod source;
pub mod time;
pub mod uscc;
pub mod user;
pub mod walk;
