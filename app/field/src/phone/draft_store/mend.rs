//! Mending what came back: the next revision begins in the same journal.

use super::super::db::write;
use super::super::{clock, identity, ledger, sync_driver};
use super::{OpenDraft, OpenFault, add, entries, open};
use domain::ids::InspectionId;
use domain::user::{Role, User};
use sync::feed::{InspectionRow, Returned};
use sync::journal::{Begin, Draft, Edit, Entry, Mending};

/// Begins (or opens, if it was begun before) the next revision of a returned inspection. One that was thrown away comes out of the trash.
///
/// # Errors
/// [`OpenFault::Unknown`] if the ledger has no such return.
pub async fn mend(inspection: InspectionId) -> Result<OpenDraft, OpenFault> {
    let person = identity::person().ok_or(OpenFault::Unknown)?;
    let row = ledger::inspection(inspection).ok_or(OpenFault::Unknown)?;
    let entries = entries(inspection).await?;
    let edit = match Mending::of(Draft::from_entries(&entries).as_ref(), row.sealed) {
        Mending::Begun => None,
        Mending::InTrash => Some(Edit::Trash { trashed: None }),
        Mending::NotBegun => Some(Edit::Begin { begin: Box::new(beginning(&row, &person.user).ok_or(OpenFault::Unknown)?) }),
    };
    if let Some(edit) = edit {
        let n = entries.last().map_or(0, |entry| entry.n) + 1;
        open::close(inspection);
        write(vec![add(&Entry { draft: inspection, n, at: clock::now(), edit })]).await?;
        sync_driver::drafts_changed();
    }
    super::open(inspection).await
}

fn beginning(row: &InspectionRow, user: &User) -> Option<Begin> {
    let role = role_of(user, row.returned.as_deref());
    Begin::mending(row, user.id, role, identity::device().0)
}

/// The role in which whoever was there mends it.
fn role_of(user: &User, returned: Option<&Returned>) -> Role {
    let by_another = returned.filter(|returned| returned.by != user.id);
    let field = by_another.and_then(|_| user.grants.iter().find(|grant| is_field(grant.role)));
    field.or(user.grants.first()).map_or(Role::Inspector, |grant| grant.role)
}

/// Roles that go out and look.
const fn is_field(role: Role) -> bool {
    matches!(role, Role::Inspector | Role::CommunitySafety | Role::CommunitySecretary)
}
