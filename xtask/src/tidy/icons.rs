//! Every icon that a component names is in the sheet: a missing one would be an empty box on the phone.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::{tree, workspace};

pub(crate) fn faults() -> Result<Vec<String>> {
    let root = workspace::root();
    let list = tree::text(&root.join("public/icons.txt"))?;
    let known: BTreeSet<&str> = list
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let mut faults = Vec::new();
    for file in tree::files_with(&root.join("app"), "rs")? {
        for name in named(&tree::text(&file)?) {
            if !known.contains(name.as_str()) {
                let file = file.strip_prefix(&root).unwrap_or(&file).display();
                faults.push(format!(
                    "{file}: the icon `{name}` is not in public/icons.txt"
                ));
            }
        }
    }
    Ok(faults)
}

/// Names in `<Icon name="…"`.
fn named(source: &str) -> Vec<String> {
    let uses = source.match_indices("<Icon ");
    uses.filter_map(|(at, _)| {
        let tag = source[at..].split_once("/>")?.0;
        let (_, rest) = tag.split_once("name=\"")?;
        Some(rest.split_once('"')?.0.to_owned())
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn icons_are_found_in_views() {
        assert_eq!(
            named("<p><Icon name=\"check\"/> <Icon size=Small name=\"x\" /></p>"),
            ["check", "x"]
        );
    }
}
