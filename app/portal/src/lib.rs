//! Sign-in at the desk and the public pages.
