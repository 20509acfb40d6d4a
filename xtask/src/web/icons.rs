//! One sheet of icons out of Lucide (ISC) and our own, `public/icons.txt` names which. The body's
//! `data-icons` names the sheet, a part writes `<use href="{icons}#check">`.

use std::{collections::BTreeSet, path::Path};

use anyhow::{Context, Result, bail};

use crate::{tree, workspace};

/// Writes it under a hashed name and gives its URL.
pub(crate) fn sprite(site: &Path) -> Result<String> {
    let list = tree::text(&workspace::root().join("public/icons.txt"))?;
    let mut symbols = String::new();
    for name in names(&list) {
        symbols.push_str(&symbol(name)?);
    }
    let sheet =
        format!("<!-- Icons of Lucide, https://lucide.dev, ISC License -->\n<svg xmlns=\"http://www.w3.org/2000/svg\">\n{symbols}</svg>\n");
    let url = format!("/pkg/icons.{}.svg", &tree::sha256(sheet.as_bytes())[..16]);
    tree::write(&super::wasm::file_of(site, &url), sheet)?;
    Ok(url)
}

/// One a line; what follows is for people.
fn names(list: &str) -> BTreeSet<&str> {
    list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_whitespace().next()).collect()
}

fn symbol(name: &str) -> Result<String> {
    let own = workspace::root().join(format!("public/icons/{name}.svg"));
    let lucide = workspace::end2end_dir().join(format!("node_modules/lucide-static/icons/{name}.svg"));
    let Some(file) = [own, lucide].into_iter().find(|file| file.exists()) else {
        bail!("public/icons.txt asks for `{name}`, which neither public/icons nor Lucide has");
    };
    let shapes = shapes(&tree::text(&file)?).with_context(|| format!("{} is not an icon", file.display()))?;
    // The stroke is set where it is used: `currentColor` and the part's own width.
    Ok(format!("<symbol id=\"{name}\" viewBox=\"0 0 24 24\">{shapes}</symbol>\n"))
}

/// What stands between `<svg …>` and `</svg>`, on one line.
fn shapes(svg: &str) -> Option<String> {
    let (_, rest) = svg.split_once("<svg")?;
    let (_, rest) = rest.split_once('>')?;
    let (inside, _) = rest.rsplit_once("</svg>")?;
    Some(inside.lines().map(str::trim).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_may_speak_to_people() {
        assert_eq!(names("# phone\ncheck  合格\n\nx\n").into_iter().collect::<Vec<_>>(), ["check", "x"]);
    }

    #[test]
    fn only_the_shapes_are_taken() {
        let svg = "<!-- x --><svg\n  width=\"24\">\n  <path d=\"m9 12\" />\n  <path d=\"m1 1\" />\n</svg>\n";
        assert_eq!(shapes(svg).as_deref(), Some("<path d=\"m9 12\" /><path d=\"m1 1\" />"));
    }
}
