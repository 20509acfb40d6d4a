//! Components, tokens and words shared by the phone, the desk and the portal.
//!
//! [`words`] says everything a person reads, [`part`] shows it; the style sheets stand in `style/`, one a part, named like it. A part
//! takes plain data and callbacks, knows no rule of the trade, and works rendered by the server, hydrated, or mounted alone.

pub mod part;
pub mod words;
