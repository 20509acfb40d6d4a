//! The built front end: held in memory as one build, so that a folder that is being rebuilt never mixes two.
//!
//! `site.json` says what there is. Names with a hash may be kept for ever; the rest (`/field`, `/sw.js`, icons, manifest) is asked for
//! anew each time and answered `304` by its hash.

mod asset;
#[cfg(feature = "embed")]
mod embedded;
mod folder;
mod older;

pub(crate) use asset::Asset;

use anyhow::Result;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Before the names of a build's parts.
const PARTS: &str = "/pkg/";
/// URL of the phone's shell, which answers everything below it.
const SHELL: &str = "/field";

/// One build of the front end, or none.
#[derive(Debug, Default)]
pub(crate) struct Site {
    /// Names the build; empty without one.
    pub(crate) build: String,
    /// What pages name in their head.
    pub(crate) entry: Option<Entry>,
    assets: BTreeMap<String, Asset>,
    older: Option<older::Older>,
}

/// URLs that pages are made of.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Entry {
    /// The module that starts the application.
    pub(crate) boot: String,
    /// The style sheet.
    pub(crate) style: String,
    /// The sheet of icons.
    pub(crate) icons: String,
}

/// `site.json`; the front build writes more than is read here.
#[derive(Debug, Deserialize)]
struct Description {
    build: String,
    entry: Entry,
    assets: Vec<Described>,
}

/// One file of it.
#[derive(Debug, Deserialize)]
struct Described {
    url: String,
    file: String,
    content_type: String,
    immutable: bool,
    sha256: String,
    brotli: Option<u64>,
    gzip: Option<u64>,
}

impl Site {
    /// The folder that was named, else what is inside this program, else a folder beside it, else nothing.
    pub(crate) fn find(named: Option<&Path>) -> Result<Self> {
        if let Some(folder) = named {
            return folder::read(folder);
        }
        #[cfg(feature = "embed")]
        return embedded::read();
        #[cfg(not(feature = "embed"))]
        match beside_program() {
            Some(folder) => folder::read(&folder),
            None => Ok(Self::default()),
        }
    }

    /// Whether there is a front end at all.
    pub(crate) fn is_built(&self) -> bool {
        self.entry.is_some()
    }

    /// The file for a path; `None` if it is none of ours.
    pub(crate) fn answer(&self, uri: &Uri, headers: &HeaderMap) -> Option<Response> {
        let path = uri.path();
        let is_field = path.strip_prefix(SHELL).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let asset = self.assets.get(if is_field { SHELL } else { path })?;
        Some(asset.answer(headers))
    }

    /// Puts a build together; `bytes` reads a file of it.
    fn assemble(description: &[u8], mut bytes: impl FnMut(&str) -> Result<bytes::Bytes>) -> Result<Self> {
        let description: Description = serde_json::from_slice(description)?;
        let mut assets = BTreeMap::new();
        for described in description.assets {
            let file = &described.file;
            let brotli = described.brotli.map(|_| bytes(&format!("{file}.br"))).transpose()?;
            let gzip = described.gzip.map(|_| bytes(&format!("{file}.gz"))).transpose()?;
            let asset = Asset::new(&described.content_type, &described.sha256, described.immutable, bytes(file)?, brotli, gzip)?;
            assets.insert(described.url, asset);
        }
        Ok(Self { build: description.build, entry: Some(description.entry), assets, older: None })
    }
}

#[cfg_attr(feature = "embed", expect(dead_code, reason = "an embedded site needs no folder"))]
fn beside_program() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let folder = program.parent()?;
    [folder.join("site"), folder.join("../site")].into_iter().find(|site| site.join("site.json").is_file())
}

/// A build of two files.
#[cfg(test)]
impl Site {
    pub(crate) fn sample() -> Self {
        const JSON: &str = r#"{
            "build": "b1", "profile": "dev", "entry": {"boot": "/pkg/boot.1.js", "style": "/pkg/s.css", "icons": "/i.svg", "script": "", "wasm": "", "link": []},
            "assets": [
                {"url": "/pkg/boot.1.js", "file": "pkg/boot.1.js", "content_type": "text/javascript; charset=utf-8", "immutable": true, "sha256": "aa", "brotli": 2, "gzip": 3, "size": 4, "part": "first", "integrity": ""},
                {"url": "/field", "file": "field.html", "content_type": "text/html; charset=utf-8", "immutable": false, "sha256": "bb", "brotli": null, "gzip": null, "size": 5, "part": "shell", "integrity": ""}
            ]}"#;
        Self::assemble(JSON.as_bytes(), |file| Ok(bytes::Bytes::from(format!("bytes of {file}")))).expect("the sample is whole")
    }

    /// The next build, which has none of its parts.
    fn empty_sample() -> Self {
        Self { assets: BTreeMap::new(), build: "b2".to_owned(), ..Self::sample() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{StatusCode, header};

    async fn get(path: &str, headers: &[(&'static str, &'static str)]) -> Option<(StatusCode, HeaderMap, String)> {
        let headers = headers.iter().map(|&(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        let (parts, body) = Site::sample().answer(&path.parse().unwrap(), &headers)?.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Some((parts.status, parts.headers, String::from_utf8(body.to_vec()).unwrap()))
    }

    #[tokio::test]
    async fn a_hashed_name_is_kept_for_ever_and_travels_small() {
        let (_, headers, body) = get("/pkg/boot.1.js", &[("accept-encoding", "gzip, deflate, br")]).await.unwrap();
        assert_eq!(headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert_eq!((&headers[header::CONTENT_ENCODING], body.as_str()), (&"br".parse().unwrap(), "bytes of pkg/boot.1.js.br"));
        let (_, headers, body) = get("/pkg/boot.1.js", &[("accept-encoding", "gzip, br;q=0")]).await.unwrap();
        assert_eq!((&headers[header::CONTENT_ENCODING], body.as_str()), (&"gzip".parse().unwrap(), "bytes of pkg/boot.1.js.gz"));
        let (_, headers, body) = get("/pkg/boot.1.js", &[]).await.unwrap();
        assert_eq!((headers.get(header::CONTENT_ENCODING), body.as_str()), (None, "bytes of pkg/boot.1.js"));
    }

    #[tokio::test]
    async fn every_field_page_is_the_same_shell_and_asked_for_anew() {
        for path in ["/field", "/field/", "/field/drafts/7"] {
            let (status, headers, body) = get(path, &[]).await.unwrap();
            assert_eq!((status, body.as_str()), (StatusCode::OK, "bytes of field.html"), "{path}");
            assert_eq!(headers[header::CACHE_CONTROL], "no-cache");
        }
        let (status, headers, body) = get("/field/x", &[("if-none-match", "\"zz\", W/\"bb\"")]).await.unwrap();
        assert_eq!((status, body.as_str(), &headers[header::ETAG]), (StatusCode::NOT_MODIFIED, "", &"\"bb\"".parse().unwrap()));
        assert!(get("/fields", &[]).await.is_none());
        assert!(get("/../field.html", &[]).await.is_none());
    }
}
