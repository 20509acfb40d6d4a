//! What the desk's pages ask of the server: five lines around the store each. Every call needs a session whose scope reaches what it
//! asks for; what lies outside answers [`DeskError::NotFound`].

pub(crate) mod hazard;
pub(crate) mod home;
pub(crate) mod inspection;
pub(crate) mod live;
pub(crate) mod me;
pub(crate) mod premises;

use domain::ids::CommandId;
use domain::refusal::Refusal;
use leptos::prelude::*;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::ServerFnErrorErr;
use serde::{Deserialize, Serialize};

/// Why a call gave nothing. Each has its words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub(crate) enum DeskError {
    /// Nobody is signed in, or no longer.
    #[error("nobody is signed in")]
    SignedOut,
    /// Unknown, or outside the scope.
    #[error("not found")]
    NotFound,
    /// The door refused the command.
    #[error("refused: {refusal}")]
    Refused {
        /// Why.
        refusal: Refusal,
    },
    /// The call did not get to the server and back.
    #[error("the server was not reached")]
    Unreached,
    /// The server's code, without details.
    #[error("the call did not work")]
    Trouble,
}

impl FromServerFnError for DeskError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Unreached,
            _ => Self::Trouble,
        }
    }
}

/// A thing a person may act on, with the id that the act will carry. The id is made when the page is made, so that a double click or a
/// form sent twice is one command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Opened<T> {
    /// What is shown.
    pub shown: T,
    /// The id of the next command from this page.
    pub command: CommandId,
}
