//! What each answer of the network means to the phone: one table. No status deletes anything.
