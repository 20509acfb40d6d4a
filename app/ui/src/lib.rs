//! Components, tokens and words shared by the phone, the desk and the portal.
