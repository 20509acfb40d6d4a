#![allow(dead_code, unused, unreachable_pub, missing_docs)]
#[path = "../src"]
mod x {
    pub(crate) mod import;
    pub(crate) mod machine;
}
use x::{import, machine};
