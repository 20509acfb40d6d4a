//! The real outbox and the real rules under one seeded clock, network and disk. Never shipped.
