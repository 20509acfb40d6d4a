//! What cargo knows about every package, as far as tidy asks.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::program;

#[derive(Deserialize)]
pub(crate) struct Metadata {
    pub(crate) packages: Vec<Package>,
    workspace_members: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct Package {
    id: String,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) license: Option<String>,
    manifest_path: PathBuf,
    pub(crate) dependencies: Vec<Dependency>,
    metadata: Option<serde_json::Value>,
}

#[derive(Deserialize)]
pub(crate) struct Dependency {
    name: String,
    rename: Option<String>,
    /// `null` is a normal one, else `dev` or `build`.
    kind: Option<String>,
}

impl Metadata {
    pub(crate) fn read() -> Result<Self> {
        let mut cargo = program::cargo();
        cargo.args(["metadata", "--format-version", "1", "--locked", "--all-features"]);
        let json = program::output(&mut cargo, "reading cargo's metadata (is Cargo.lock up to date?)")?;
        serde_json::from_str(&json).context("understanding cargo's metadata")
    }

    /// Our own packages.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| self.workspace_members.contains(&package.id))
    }
}

impl Package {
    pub(crate) fn folder(&self) -> &Path {
        self.manifest_path.parent().expect("a manifest stands in a folder")
    }

    /// `[package.metadata.tidy] keep = […]`: dependencies that are needed though no source names them.
    pub(crate) fn keeps(&self, dependency: &str) -> bool {
        let kept = self.metadata.as_ref().and_then(|all| all.get("tidy")?.get("keep")?.as_array());
        kept.is_some_and(|names| names.iter().any(|name| name == dependency))
    }
}

impl Dependency {
    /// As `Cargo.toml` names it.
    pub(crate) fn key(&self) -> &str {
        self.rename.as_deref().unwrap_or(&self.name)
    }

    /// As sources name it.
    pub(crate) fn crate_name(&self) -> String {
        self.key().replace('-', "_")
    }

    /// Where such a dependency may be used, below the package's folder.
    pub(crate) fn homes(&self) -> &'static [&'static str] {
        match self.kind.as_deref() {
            Some("build") => &["build.rs", "build"],
            Some("dev") => &["src", "tests", "benches", "examples"],
            _ => &["src"],
        }
    }
}
