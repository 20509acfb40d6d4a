//! What a phone downloads before its first page works.

use anyhow::{Result, bail};

use crate::{
    report::kilobytes,
    setup::{self, Need},
    web::{self, Profile, site::Part, site::Site},
};

/// JS, CSS and WASM of the first page, as brotli: the budget.
const FIRST_PAGE_MAX_BYTES: u64 = 300_000;

/// Builds the release site, prints its parts, and compares with the budget.
///
/// # Errors
/// The first page is over its budget.
pub(crate) fn size() -> Result<()> {
    setup::setup(Need::Web)?;
    let folder = web::build(Profile::Release)?;
    let site = Site::read(&folder)?;
    for asset in site.assets.iter().filter(|asset| asset.part == Part::First) {
        let brotli = asset.brotli.unwrap_or(asset.size);
        println!("  {:>10} {:>10} brotli  {}", kilobytes(asset.size), kilobytes(brotli), asset.url);
    }
    let all = |part| -> u64 { site.assets.iter().filter(|asset| asset.part == part).map(|asset| asset.brotli.unwrap_or(asset.size)).sum() };
    let first = all(Part::First);
    println!(
        "  first page {} of {}; the phone's later parts and icons {}; parts only for desks {}",
        kilobytes(first),
        kilobytes(FIRST_PAGE_MAX_BYTES),
        kilobytes(all(Part::Phone)),
        kilobytes(all(Part::Desk))
    );
    if first > FIRST_PAGE_MAX_BYTES {
        bail!("the first page is {} brotli, over its budget of {}", kilobytes(first), kilobytes(FIRST_PAGE_MAX_BYTES));
    }
    Ok(())
}
