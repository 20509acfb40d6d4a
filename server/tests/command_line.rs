//! `xunan` from outside: what a script and an operator get, above all when it does not work.

#![expect(clippy::unwrap_used, reason = "a test stops where what it needs is not there")]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    fn run(&self, words: &[&str]) -> Output {
        self.run_with(&[], words)
    }

    fn run_with(&self, env: &[(&str, &str)], words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xunan"));
        command.env("XUNAN_DATA", self.data()).env_remove("DATABASE_URL").envs(env.iter().copied());
        command.args(words).output().unwrap()
    }
}

/// Standard output as the one JSON value that it must be.
fn json(done: &Output) -> Value {
    serde_json::from_slice(&done.stdout).unwrap_or_else(|error| panic!("{error} in {done:?}"))
}

/// The one sentence on standard error.
fn sentence(done: &Output) -> String {
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    let sentences: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("xunan: ")).collect();
    assert_eq!(sentences.len(), 1, "{said}");
    sentences[0].to_owned()
}

fn ruin(database: &Path, from: usize) {
    let mut bytes = std::fs::read(database).unwrap();
    bytes[from..].fill(0x5a);
    std::fs::write(database, bytes).unwrap();
}

#[test]
fn every_command_works_on_an_empty_folder() {
    for words in [
        &["verify"][..],
        &["admin", "add-community", "绿苑社区", "--grids", "2"],
        &["admin", "add-user", "13800000000", "--name", "王芳", "--role", "office_clerk"],
    ] {
        let folder = Folder::new();
        let done = folder.run(&[words, &["--json"]].concat());
        assert_eq!(done.status.code(), Some(0), "{words:?}: {done:?}");
        assert!(json(&done).is_object());
        assert_eq!(json(&folder.run(&["verify", "--json"]))["ok"], true);
    }
    for words in [&["admin", "reset-password", "nobody"][..], &["admin", "disable-user", "nobody", "--reason", "已调离岗位"]] {
        let done = Folder::new().run(&[words, &["--json"]].concat());
        assert_eq!((done.status.code(), json(&done)["error"].as_str()), (Some(1), Some("nobody signs in as nobody")));
    }
}

#[test]
fn what_does_not_work_on_an_empty_folder_has_made_the_street_all_the_same() {
    let folder = Folder::new();
    let ledger = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/premises-ledger-sample.xlsx");
    let done = folder.run(&["import", "premises", ledger.to_str().unwrap(), "--json"]);
    assert_eq!((done.status.code(), json(&done)["error"].as_str()), (Some(1), Some(sentence(&done).as_str())));
    assert!(folder.data().join("xunan.db").exists());
    // Every flag has its place before and behind the command.
    let done = folder.run(&["--json", "admin", "add-community", "绿苑社区", "--grids", "2"]);
    assert_eq!((json(&done)["code"].as_str(), json(&done)["grids"].as_u64()), (Some("001"), Some(2)));
    let add = |grid: &str| {
        let role = format!("inspector@绿苑社区/{grid}");
        folder.run(&["admin", "add-user", "13800000009", "--name", "李敏", "--role", &role, "--json"])
    };
    assert!(sentence(&add("第三网格")).contains("there is no place 第三网格"));
    let added = add("第二网格");
    assert_eq!(json(&added)["login"], "13800000009");
    let password = |done: &Output| json(done)["password"].as_str().unwrap().to_owned();
    let reset = folder.run(&["admin", "reset-password", "13800000009", "--json"]);
    assert_ne!(password(&added), password(&reset));
    // Said again, it adds what is missing and nothing twice.
    let again = |rest: &[&str]| folder.run(&[&["admin", "add-community", "绿苑社区", "--json"], rest].concat());
    let counts = |done: &Output| (json(done)["is_new"].as_bool(), json(done)["grids_added"].as_u64(), json(done)["grids"].as_u64());
    assert_eq!(counts(&again(&[])), (Some(false), Some(0), Some(2)));
    assert_eq!(counts(&again(&["--grids", "3"])), (Some(false), Some(1), Some(3)));
    assert_eq!(json(&again(&["--code", "001"]))["code"], "001");
    assert!(sentence(&again(&["--code", "007"])).contains("is there already, with the code 001"));
    // Somebody's own data is no place for a made-up street.
    let done = folder.run(&["demo", "--json"]);
    assert_eq!((done.status.code(), json(&done)["error"].as_str()), (Some(1), Some(sentence(&done).as_str())));
    assert_eq!(json(&folder.run(&["verify", "--json"])), serde_json::json!({ "ok": true, "fault": null }));
}

#[test]
fn verify_says_in_json_what_it_cannot_read() {
    let whole = Folder::new();
    assert_eq!(json(&whole.run(&["verify", "--json"])), serde_json::json!({ "ok": true, "fault": null }));
    // The head of the file, then what lies behind it.
    for from in [0, 3 * 4_096] {
        let folder = Folder::new();
        assert!(folder.run(&["verify"]).status.success());
        ruin(&folder.data().join("xunan.db"), from);
        let done = folder.run(&["verify", "--json"]);
        assert_eq!((done.status.code(), &json(&done)["ok"]), (Some(1), &Value::Bool(false)), "{done:?}");
        assert!(json(&done)["fault"].as_str().unwrap().contains("the database"), "{done:?}");
    }
    let blocked = Folder::new();
    std::fs::write(blocked.data(), b"a file where the folder should be").unwrap();
    let done = blocked.run(&["verify", "--json"]);
    assert_eq!((done.status.code(), &json(&done)["ok"]), (Some(1), &Value::Bool(false)));
}

#[test]
fn what_is_refused_is_one_sentence_for_a_person_and_for_a_script() {
    let folder = Folder::new();
    let add = |login: &str, more: &[&str]| folder.run(&[&["admin", "--json", "add-user", login, "--name", "李敏"], more].concat());
    assert!(add("13800000001", &["--role", "office_lead"]).status.success());
    assert!(add("13800000002", &["--role", "auditor"]).status.success());
    let disable = |login: &str, reason: &str| folder.run(&["admin", "--json", "disable-user", login, "--reason", reason]);
    let first = disable("13800000002", "已调离本岗位");
    assert!(first.status.success(), "{first:?}");
    for (done, words) in [
        (add("13800000001", &["--role", "auditor"]), "the login is taken"),
        (add("13800000003", &["--role", "king"]), "no role is called king"),
        (add("13800000003", &["--role", "inspector@没有"]), "there is no place 没有"),
        (add("13800000003", &["--role", "auditor", "--password", "ninechars"]), "at least 10 characters"),
        (disable("13800000001", "短"), "at least five characters"),
        (disable("13800000001", "已调离本岗位"), "give the role to a successor first"),
        (disable("13800000002", "已调离本岗位"), "was disabled before"),
    ] {
        assert_eq!(done.status.code(), Some(1), "{done:?}");
        let said = sentence(&done);
        assert!(said.contains(words), "{said}");
        assert_eq!(json(&done)["error"], said.as_str());
    }
    assert!(add("13800000003", &["--role", "auditor", "--password", "ten chars!"]).status.success());
}

#[test]
fn a_cause_is_said_once_and_a_wrong_command_line_is_two() {
    let folder = Folder::new();
    std::fs::write(folder.data(), b"").unwrap();
    let said = sentence(&folder.run(&["verify"]));
    assert_eq!(said.matches("os error").count(), 1, "{said}");
    for words in [&[][..], &["nothing"], &["admin"], &["import", "premises"], &["serve", "--addr", "here"]] {
        assert_eq!(folder.run(words).status.code(), Some(2), "{words:?}");
        let done = folder.run(&[words, &["--json"]].concat());
        assert!(done.status.code() == Some(2) && json(&done)["error"].as_str().is_some_and(|why| !why.contains('\n')), "{done:?}");
        assert!(!done.stderr.is_empty(), "a person reads it as well");
    }
    let help = folder.run(&["serve", "--help"]);
    let told = String::from_utf8(help.stdout).unwrap();
    for words in ["--addr", "XUNAN_ADDR", "127.0.0.1:3000", "--data", "XUNAN_DATA", "DATABASE_URL"] {
        assert!(told.contains(words), "{words}\n{told}");
    }
}

#[test]
fn a_switch_in_the_environment_may_be_written_as_people_write_it() {
    // The address is nobody's, so that it gets past the command line and no further.
    let serve = |value| Folder::new().run_with(&[("XUNAN_INSECURE_COOKIE", value)], &["serve", "--addr", "192.0.2.1:1"]).status.code();
    assert_eq!(["1", "true", "yes", "0"].map(serve), [Some(1); 4]);
    assert_eq!(serve("perhaps"), Some(2));
}
