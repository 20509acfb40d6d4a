//! On what and when it is measured: a figure without it can be compared with nothing.

use std::{fs, process::Command, thread};

use crate::{program, workspace};

/// `2026-11-26 05:30 UTC: 2 × AMD EPYC 9B14, 24 GB, ext4, Debian GNU/Linux 12 (bookworm), Linux 6.18.4, rustc 1.95.0, commit 64918e0`.
/// What the machine doesn't tell is left out.
pub(super) fn now() -> String {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let model = field("/proc/cpuinfo", "model name", ':').unwrap_or_else(|| "processor".to_owned());
    let memory = field("/proc/meminfo", "MemTotal", ':').and_then(|total| total.trim_end_matches(" kB").parse::<f64>().ok());
    let machine = [
        Some(format!("{processors} × {model}")),
        memory.map(|kb| format!("{:.0} GB", kb * 1024.0 / 1e9)),
        said("stat", &["-f", "-c", "%T", &workspace::target_dir().display().to_string()]),
        field("/etc/os-release", "PRETTY_NAME", '=').map(|name| name.trim_matches('"').to_owned()),
        said("uname", &["-sr"]),
        said("rustc", &["--version"]).map(|version| version.split(" (").next().unwrap_or_default().to_owned()),
        said("git", &["-C", &workspace::root().display().to_string(), "rev-parse", "--short", "HEAD"])
            .map(|commit| format!("commit {commit}")),
    ];
    let date = said("date", &["-u", "+%F %R UTC"]).unwrap_or_else(|| "no date".to_owned());
    format!("{date}: {}", machine.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// The first value of this name in a file of names and values.
fn field(file: &str, name: &str, sign: char) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let values = text.lines().filter_map(|line| line.split_once(sign)).filter(|(of, _)| of.trim() == name);
    values.map(|(_, value)| value.trim().to_owned()).next()
}

fn said(name: &str, args: &[&str]) -> Option<String> {
    let said = program::output(Command::new(name).args(args), "asking what machine this is").ok()?;
    Some(said.trim().to_owned()).filter(|said| !said.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measurement_says_when_and_on_what() {
        let now = now();
        let (date, machine) = now.split_once(" UTC: ").expect("a date comes first");
        assert_eq!(date.len(), "2026-11-26 05:30".len(), "{now}");
        assert!(machine.contains(" × ") && machine.contains(" GB") && machine.contains("rustc 1."), "{now}");
    }
}
