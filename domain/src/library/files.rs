//! The files of a library, still as text.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Where each kind of file stands.
pub(super) const CHECKLISTS: &str = "checklists/";
pub(super) const SOURCES: &str = "checklists/reference/sources/";
pub(super) const PREMISES: &str = "checklists/reference/premises.yaml";
pub(super) const CADENCES: &str = "checklists/reference/cadences.yaml";
pub(super) const PLAN: &str = "checklists/reference/plan.yaml";
/// Pages that name ids; compared where they are given, not needed at run time.
pub(super) const FORMAT_PAGE: &str = "docs/domain/README.md";
pub(super) const INDICATORS_PAGE: &str = "docs/domain/indicators.md";
pub(super) const ROLES_PAGE: &str = "docs/domain/roles.md";

/// Texts by their path from the project's root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files(pub BTreeMap<String, Cow<'static, str>>);

impl Files {
    /// The text at a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(AsRef::as_ref)
    }

    /// The checklists: YAML files directly in their folder, each with the name without folder and ending.
    pub(super) fn checklists(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.yaml_in(CHECKLISTS)
    }

    /// The files of sources.
    pub(super) fn sources(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.yaml_in(SOURCES)
    }

    fn yaml_in(&self, folder: &'static str) -> impl Iterator<Item = (&str, &str, &str)> {
        self.0.iter().filter_map(move |(path, text)| {
            let name = path.strip_prefix(folder)?.strip_suffix(".yaml")?;
            (!name.contains('/')).then_some((path.as_str(), name, text.as_ref()))
        })
    }
}
