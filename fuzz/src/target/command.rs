//! A command's bytes, as `PUT commands/{id}` takes them.

use crate::{Read, Target, cast};
use domain::command::{COMMAND_MAX_BYTES, Sealed, What};
use domain::refusal::Refusal;
use serde_json::Value;

pub(crate) const TARGET: Target = Target {
    name: "command",
    what: "a command's bytes: read, written and read again it is the same; no NUL is left in it; a refusal is one of the two that are not stored",
    max_bytes: 16 * 1024,
    check,
    seeds: || cast::commands().into_iter().map(|sealed| sealed.bytes).collect(),
};

fn check(bytes: &[u8]) -> Read {
    let command = match Sealed::from_bytes(bytes.to_vec()).open() {
        Ok(command) => command,
        Err(Refusal::Unreadable { detail }) => {
            // It goes to support and into logs: a place, never a piece of what a person wrote.
            assert!(detail.len() < 60 && detail.starts_with("line "), "{detail}");
            return Read::Refused;
        }
        Err(Refusal::TooLarge { .. }) if bytes.len() > COMMAND_MAX_BYTES => return Read::Refused,
        Err(other) => panic!("refused for something else than its bytes: {other:?}"),
    };
    let again = Sealed::of(&command);
    let reopened = again.open().expect("what was written is read");
    assert_eq!(reopened, command, "written and read again it is the same");
    assert_eq!(Sealed::of(&reopened), again, "and is written the same way");
    assert!(is_free_of_nul(&serde_json::from_slice(&again.bytes).expect("it is JSON")), "NUL is passed over wherever it stands");
    if let What::SubmitInspection { inspection } | What::ResubmitInspection { inspection } = &command.what {
        assert!(inspection.blobs().len() <= bytes.len() / 64, "each blob is named by 64 digits");
    }
    Read::Whole
}

fn is_free_of_nul(json: &Value) -> bool {
    match json {
        Value::String(text) => !text.contains('\0'),
        Value::Array(values) => values.iter().all(is_free_of_nul),
        Value::Object(fields) => fields.iter().all(|(key, value)| !key.contains('\0') && is_free_of_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}
