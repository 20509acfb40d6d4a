//! `POST /language`: the language switch of a page that is not alive yet. A plain form; the layers before it keep other sites out.

use crate::http::desk_session::{go, is_own_path};
use crate::problem::Problem;
use app_ui::words::Locale;
use axum::Form;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use serde::Deserialize;

/// What the form sends.
#[derive(Deserialize)]
pub(super) struct Asked {
    lang: String,
    /// The page on which it was pressed.
    #[serde(default)]
    back: String,
}

/// Keeps the language and leads back to the page, or to the start page where that is none of ours.
pub(super) async fn choose(Form(asked): Form<Asked>) -> Result<Response, Problem> {
    let locale = Locale::of_tag(&asked.lang).ok_or(Problem::Malformed("lang is no language that the product speaks"))?;
    let cookie = HeaderValue::try_from(locale.cookie()).expect("a tag is ASCII");
    let back = if is_own_path(&asked.back) { asked.back.as_str() } else { "/" };
    Ok(go(back, HeaderMap::from_iter([(header::SET_COOKIE, cookie)])))
}
