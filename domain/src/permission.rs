//! Who may do what, how far: the one table (`roles.md` 2, and `lifecycle.md` h for what has no row there). Whatever is not in it is
//! forbidden. Separation of duties (S1 …) comes on top and stands with each decision.

use crate::ids::PlaceId;
use crate::place::{Place, PlaceKind};
use crate::user::{Role, User};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How far a power goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// What the person made, or what is assigned to him.
    Own,
    /// The grids of the role.
    Grid,
    /// The communities of the role; for a role held in a grid, the community that the grid lies in.
    Community,
    /// The sectors of the person's department. Reaches nothing until departments are known.
    Dept,
    /// The whole street.
    Street,
    /// The person's enterprise. Reaches nothing until enterprises have accounts.
    Ent,
    /// The case to which the person was invited. Reaches nothing until there are invitations.
    Case,
}

/// What a role may do about an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Power {
    /// Nothing. The default.
    None,
    /// Look.
    Read(Reach),
    /// Prepare, ask, comment, answer; somebody else decides.
    Propose(Reach),
    /// Do it.
    Act(Reach),
}

impl Power {
    /// How far, if there is any power at all.
    #[must_use]
    pub const fn reach(self) -> Option<Reach> {
        match self {
            Self::None => None,
            Self::Read(reach) | Self::Propose(reach) | Self::Act(reach) => Some(reach),
        }
    }
}

/// The columns of the table.
const COLUMNS: [Role; 12] = [
    Role::Inspector,
    Role::CommunitySafety,
    Role::CommunitySecretary,
    Role::OfficeClerk,
    Role::OfficeLead,
    Role::DeptReviewer,
    Role::StreetLeader,
    Role::Expert,
    Role::EnterpriseHead,
    Role::EnterpriseSafety,
    Role::Admin,
    Role::Auditor,
];

// Cells: R reads, P proposes, A acts; then how far.
const NO: Power = Power::None;
const R_OWN: Power = Power::Read(Reach::Own);
const R_GRID: Power = Power::Read(Reach::Grid);
const R_COM: Power = Power::Read(Reach::Community);
const R_STR: Power = Power::Read(Reach::Street);
const R_DEPT: Power = Power::Read(Reach::Dept);
const R_ENT: Power = Power::Read(Reach::Ent);
const R_CASE: Power = Power::Read(Reach::Case);
const P_GRID: Power = Power::Propose(Reach::Grid);
const P_COM: Power = Power::Propose(Reach::Community);
const P_STR: Power = Power::Propose(Reach::Street);
const P_DEPT: Power = Power::Propose(Reach::Dept);
const P_ENT: Power = Power::Propose(Reach::Ent);
const P_CASE: Power = Power::Propose(Reach::Case);
const A_OWN: Power = Power::Act(Reach::Own);
const A_GRID: Power = Power::Act(Reach::Grid);
const A_COM: Power = Power::Act(Reach::Community);
const A_STR: Power = Power::Act(Reach::Street);
const A_DEPT: Power = Power::Act(Reach::Dept);
const A_ENT: Power = Power::Act(Reach::Ent);
const A_CASE: Power = Power::Act(Reach::Case);

/// Makes the actions and their table from the same lines, so that no action can lack its row.
macro_rules! matrix {
    ($(#[doc = $title:literal] $action:ident [$($cell:ident)*])*) => {
        /// What may be permitted: the rows of the table, in its order.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Action {$(
            #[doc = $title]
            $action,
        )*}

        impl Action {
            /// Every action.
            pub const ALL: &[Self] = &[$(Self::$action),*];

            /// The row's heading in the table.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self {
                    $(Self::$action => $title.trim_ascii(),)*
                }
            }

            const fn row(self) -> [Power; COLUMNS.len()] {
                match self {
                    $(Self::$action => [$($cell),*],)*
                }
            }
        }
    };
}

matrix! {
    // inspector, community safety, secretary, clerk, lead, dept, leader, expert, head, enterprise safety, admin, auditor
    /// premises: read
    PremisesRead         [R_COM  R_COM R_COM R_STR R_STR R_DEPT R_STR R_CASE R_ENT R_ENT R_STR R_STR]
    /// premises: add, edit facts
    PremisesEdit         [A_GRID A_COM NO    A_STR A_STR NO     NO    NO     P_ENT P_ENT NO    NO]
    /// premises: close, merge, change community
    PremisesMove         [P_GRID A_COM NO    A_STR A_STR NO     NO    NO     NO    NO    NO    NO]
    /// risk colour: adjust by hand
    RiskAdjust           [NO     P_COM NO    P_STR A_STR NO     NO    NO     NO    NO    NO    NO]
    /// contact data: see unmasked
    ContactRead          [R_COM  R_COM R_COM R_STR R_STR R_CASE NO    NO     R_ENT R_ENT NO    NO]
    /// inspection: make (patrol)
    InspectionPatrol     [A_GRID A_COM A_COM A_STR A_STR A_DEPT A_STR NO     NO    NO    NO    NO]
    /// inspection: make (admin_check, certificate)
    InspectionAdminCheck [NO     A_COM NO    A_STR A_STR A_DEPT A_STR P_CASE NO    NO    NO    NO]
    /// self-check: make
    SelfCheck            [NO     NO    NO    NO    NO    NO     NO    NO     A_ENT A_ENT NO    NO]
    /// inspection: accept, return
    InspectionReview     [NO     A_COM NO    A_STR A_STR NO     NO    NO     NO    NO    NO    NO]
    /// inspection: void
    InspectionVoid       [NO     NO    NO    P_STR A_STR NO     NO    NO     NO    NO    NO    NO]
    /// hazard: register, order, serve
    HazardOrder          [A_GRID A_COM NO    A_STR A_STR A_DEPT NO    A_CASE A_ENT A_ENT NO    NO]
    /// hazard: report rectified
    HazardReport         [A_GRID NO    NO    NO    NO    NO     NO    NO     A_ENT A_ENT NO    NO]
    /// hazard: close after re-inspection
    HazardClose          [A_GRID A_COM NO    A_STR NO    NO     NO    NO     A_ENT A_ENT NO    NO]
    /// extension: ask / decide
    Extension            [NO     NO    NO    A_STR A_STR P_DEPT A_STR NO     P_ENT NO    NO    NO]
    /// objection: raise / decide
    Objection            [NO     NO    NO    P_STR A_STR P_DEPT NO    NO     P_ENT NO    NO    NO]
    /// merge, suspend, reassign
    HazardMerge          [P_GRID A_COM NO    A_STR A_STR NO     NO    NO     NO    NO    NO    NO]
    /// withdraw hazard
    HazardWithdraw       [NO     NO    NO    P_STR A_STR P_DEPT NO    NO     NO    NO    NO    NO]
    /// transfer out
    TransferOut          [P_GRID NO    NO    P_STR A_STR NO     A_STR NO     NO    NO    NO    NO]
    /// major: suspect
    MajorSuspect         [A_GRID A_COM A_COM A_STR A_STR A_DEPT A_STR A_CASE A_ENT A_ENT NO    NO]
    /// major: verify, downgrade
    MajorVerify          [NO     NO    NO    P_STR A_STR P_DEPT NO    NO     NO    NO    NO    NO]
    /// major: notify principal
    MajorNotify          [NO     NO    NO    A_STR NO    NO     NO    NO     P_ENT NO    NO    NO]
    /// major: five commitments
    MajorCommitments     [NO     NO    NO    NO    A_STR A_DEPT NO    NO     P_ENT P_ENT NO    NO]
    /// major: list / delist
    MajorList            [NO     NO    NO    P_STR P_STR NO     A_STR NO     NO    NO    NO    NO]
    /// major: accept rectification
    MajorAccept          [NO     NO    NO    A_STR NO    A_DEPT NO    A_CASE NO    NO    NO    NO]
    /// major: review (two signatures)
    MajorReview          [NO     NO    NO    NO    NO    A_DEPT NO    NO     NO    NO    NO    NO]
    /// major: close
    MajorClose           [NO     NO    NO    NO    A_STR NO     A_STR NO     NO    NO    NO    NO]
    /// re-visit: see the draw
    RevisitDraw          [R_GRID R_COM NO    R_STR R_STR NO     R_STR NO     NO    NO    NO    R_STR]
    /// inquiry
    Inquiry              [NO     NO    NO    P_STR A_STR P_DEPT A_STR NO     P_ENT P_ENT NO    R_STR]
    /// supervision: level 2 / 3 / 4 / 5
    Supervision          [NO     NO    NO    P_STR A_STR NO     A_STR NO     P_ENT P_ENT NO    R_STR]
    /// public report: read matter
    ReportRead           [R_OWN  R_OWN NO    R_STR R_STR R_OWN  R_STR NO     NO    NO    NO    R_STR]
    /// public report: accept, decline, conclude
    ReportDecide         [P_GRID P_COM NO    A_STR A_STR P_DEPT NO    NO     NO    NO    NO    R_STR]
    /// reward: propose / approve / pay
    Reward               [NO     NO    NO    A_STR A_STR NO     A_STR NO     NO    NO    NO    R_STR]
    /// reporter's identity
    ReporterIdentity     [NO     NO    NO    NO    NO    NO     NO    NO     NO    NO    NO    NO]
    /// tasks: assign, skip
    Tasks                [A_OWN  A_COM A_COM A_STR A_STR A_DEPT NO    NO     NO    NO    NO    R_STR]
    /// cadences, checklists, parameters: propose / approve
    Library              [NO     P_COM NO    P_STR A_STR P_DEPT R_STR NO     NO    NO    A_STR R_STR]
    /// documents: make / sign / void
    Documents            [A_GRID A_COM NO    A_STR A_STR NO     A_STR A_CASE A_ENT NO    NO    R_STR]
    /// bulletin, exposure: draft / publish
    Bulletin             [NO     NO    P_COM P_STR P_STR NO     A_STR NO     NO    NO    NO    R_STR]
    /// training, drill, meeting, publicity records
    Training             [A_OWN  A_COM A_COM A_STR A_STR A_DEPT R_STR NO     A_ENT A_ENT NO    R_STR]
    /// safety fund ledger
    SafetyFund           [NO     NO    NO    A_STR A_STR NO     R_STR NO     NO    NO    NO    R_STR]
    /// appraisal
    Appraisal            [R_OWN  R_COM P_COM P_STR P_STR NO     A_STR NO     NO    NO    NO    R_STR]
    /// export with personal data
    ExportPersonal       [NO     NO    NO    R_STR R_STR NO     NO    NO     R_OWN NO    NO    R_STR]
    /// accounts and roles
    Accounts             [NO     P_COM NO    P_STR A_STR NO     NO    NO     A_ENT NO    A_STR R_STR]
    /// audit log
    AuditLog             [R_OWN  NO    NO    R_OWN R_STR NO     NO    NO     R_OWN NO    R_STR R_STR]

    // What `lifecycle.md` names with its actors and `roles.md` has no row for.
    /// quarantine: release
    QuarantineRelease    [NO     NO    NO    A_STR NO    NO     NO    NO     NO    NO    NO    NO]
    /// ledger: import, undo
    LedgerImport         [NO     NO    NO    A_STR NO    NO     NO    NO     NO    NO    A_STR NO]
    /// places: add, rename
    Places               [NO     NO    NO    NO    NO    NO     NO    NO     NO    NO    A_STR NO]
    /// accounts: create, grant, revoke, disable
    AccountsChange       [NO     NO    NO    NO    NO    NO     NO    NO     NO    NO    A_STR NO]
    /// checklists: publish
    ChecklistPublish     [NO     NO    NO    NO    A_STR NO     NO    NO     NO    NO    A_STR NO]
}

/// What timers and the command line do: the operator of the machine sets up the street, the timer accepts what nobody needs to see.
const SYSTEM: &[Action] = &[
    Action::PremisesEdit,
    Action::InspectionReview,
    Action::LedgerImport,
    Action::Places,
    Action::AccountsChange,
    Action::ChecklistPublish,
];

/// What the role may do. Roles without a column have next to nothing: the vault keeper reads the reporter's identity and pays the
/// reward with the clerk, a reporter reads what he reported.
#[must_use]
pub fn may(role: Role, action: Action) -> Power {
    match role {
        Role::System if SYSTEM.contains(&action) => A_STR,
        Role::VaultKeeper if action == Action::ReporterIdentity => R_STR,
        Role::VaultKeeper if action == Action::Reward => A_STR,
        Role::Reporter if action == Action::ReportRead => R_OWN,
        _ => {
            let column = COLUMNS.iter().position(|of| *of == role);
            column.map_or(NO, |column| action.row()[column])
        }
    }
}

/// The roots of the subtrees in which the person has any power about the action, by all roles held: what a reader's scope is made
/// of. `places` holds at least the places named by the person's grants. A disabled account reaches nothing.
#[must_use]
pub fn roots(user: &User, action: Action, places: &BTreeMap<PlaceId, Place>) -> BTreeSet<PlaceId> {
    let root = |grant: &crate::user::Grant| match may(grant.role, action).reach()? {
        Reach::Grid | Reach::Street => Some(grant.place),
        Reach::Community => match places.get(&grant.place) {
            // People move and gaps must be seen: a grid's inspector reads its whole community.
            Some(Place { kind: PlaceKind::Grid, parent: Some(community), .. }) => Some(*community),
            _ => Some(grant.place),
        },
        Reach::Own | Reach::Dept | Reach::Ent | Reach::Case => None,
    };
    let grants = user.grants.iter().filter(|_| user.is_active);
    grants.filter_map(root).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::UserId;
    use crate::user::Grant;
    use uuid::Uuid;

    /// Rows whose every power is to see something.
    const SEEN_ONLY: [Action; 6] =
        [Action::PremisesRead, Action::ContactRead, Action::RevisitDraw, Action::ReportRead, Action::ExportPersonal, Action::AuditLog];

    /// How far a role goes where the cell names no reach (`roles.md` 1, column scope).
    fn usual(role: Role) -> Reach {
        match role {
            Role::Inspector => Reach::Grid,
            Role::CommunitySafety | Role::CommunitySecretary => Reach::Community,
            Role::DeptReviewer => Reach::Dept,
            Role::Expert => Reach::Case,
            Role::EnterpriseHead | Role::EnterpriseSafety => Reach::Ent,
            _ => Reach::Street,
        }
    }

    /// What the words of a cell mean; words that nobody has weighed yet fail the test.
    fn meant(cell: &str, role: Role, action: Action) -> Power {
        let usual = usual(role);
        let power = match cell {
            "–" | "– (log only)" | "import" => Power::None,
            // Nobody can state a purpose yet, so there is none for which a contact is shown.
            "with purpose" if action == Action::ContactRead => Power::None,
            "R" | "R all" | "R no persons" | "cadences R" | "with purpose" | "R community figures" | "technical part" => Power::Read(usual),
            "own figures" => Power::Read(Reach::Own),
            "community figures" => Power::Read(Reach::Community),
            "his communities" | "community" | "community (confirms)" | "community (not own)" => Power::Act(Reach::Community),
            "own" | "own acts" | "assigned" | "community, assigned" | "dept, assigned" => Power::Act(Reach::Own),
            "grid" | "grid (not reporter)" => Power::Act(Reach::Grid),
            "street" | "street (not own)" | "street (not finder)" => Power::Act(Reach::Street),
            "dept" => Power::Act(Reach::Dept),
            "case" => Power::Act(Reach::Case),
            "ent" | "ent (self)" | "self-found only" => Power::Act(Reach::Ent),
            "if certified"
            | "for places without account"
            | "1st (general)"
            | "2nd (general)"
            | "major"
            | "decides"
            | "general"
            | "approves"
            | "joint"
            | "listed: co-signs"
            | "from 3 days before"
            | "opens, finishes"
            | "concludes, refers"
            | "2, 3"
            | "3, 4, 5"
            | "appeals, sample"
            | "proposes / – / pays with vault_keeper"
            | "approves ≤ limit"
            | "above limit"
            | "installs"
            | "field papers"
            | "makes"
            | "signs own kinds, voids"
            | "signs own kinds"
            | "signs report"
            | "signs receipts"
            | "publishes"
            | "enters"
            | "names safety officer"
            | "creates after approval" => Power::Act(usual),
            "proposes"
            | "ent (proposes)"
            | "beside officers"
            | "opinion"
            | "opinion (major)"
            | "written opinion"
            | "asks"
            | "prepares"
            | "raises"
            | "acknowledges"
            | "files"
            | "drafts"
            | "facts (outside the chain)"
            | "is heard"
            | "answers"
            | "verifies"
            | "comments"
            | "comments 3 days before"
            | "community figures, objects"
            | "computes" => Power::Propose(usual),
            other => panic!("nobody has said what {other:?} means ({action:?}, {role:?})"),
        };
        match power {
            Power::Act(reach) if SEEN_ONLY.contains(&action) => Power::Read(reach),
            power => power,
        }
    }

    fn cells(row: &str) -> Vec<&str> {
        row.trim_matches('|').split('|').map(str::trim).collect()
    }

    #[test]
    fn the_table_is_that_of_the_paper() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/domain/roles.md");
        let paper = std::fs::read_to_string(path).expect("the paper stands beside the code");
        let matrix = paper.split("## 2. Matrix").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("section 2");
        let mut rows = matrix.lines().filter(|line| line.starts_with('|'));
        let head = cells(rows.next().expect("a head"));
        let named: Vec<Role> = head[1..].iter().map(|id| serde_json::from_value((*id).into()).expect("a role")).collect();
        assert_eq!(named, COLUMNS);
        let mut actions = Action::ALL.iter().copied();
        for row in rows.skip(1) {
            let row = cells(row);
            let action = actions.next().expect("as many actions as rows");
            assert_eq!(row[0], action.title());
            for (role, cell) in COLUMNS.into_iter().zip(&row[1..]) {
                assert_eq!(may(role, action), meant(cell, role, action), "{action:?}, {role:?}: {cell}");
            }
        }
        assert_eq!(actions.next(), Some(Action::QuarantineRelease));
    }

    #[test]
    fn the_auditor_changes_nothing_and_the_admin_judges_no_case() {
        for action in Action::ALL {
            assert!(!matches!(may(Role::Auditor, *action), Power::Act(_) | Power::Propose(_)), "{action:?}");
        }
        for action in [Action::InspectionPatrol, Action::InspectionReview, Action::HazardClose, Action::QuarantineRelease] {
            assert_eq!(may(Role::Admin, action), Power::None);
        }
    }

    #[test]
    fn who_only_audits_or_keeps_the_accounts_sees_no_contact() {
        for role in [Role::Auditor, Role::Admin] {
            assert_eq!(may(role, Action::ContactRead), Power::None, "{role:?}");
        }
    }

    #[test]
    fn only_the_vault_keeper_learns_who_reported() {
        for role in Role::ALL {
            assert_eq!(may(role, Action::ReporterIdentity) != Power::None, role == Role::VaultKeeper, "{role:?}");
        }
    }

    #[test]
    fn an_inspector_reads_his_community_and_acts_in_his_grid() {
        let [community, grid] = [1, 2].map(|n| PlaceId(Uuid::from_u128(n)));
        let place = |id, parent, kind| (id, Place { id, parent, kind, name: "第一网格".into(), code: None });
        let places = BTreeMap::from([place(grid, Some(community), PlaceKind::Grid), place(community, None, PlaceKind::Community)]);
        let grants = vec![Grant { role: Role::Inspector, place: grid }];
        let mut li = User { id: UserId(Uuid::from_u128(3)), login: "li".into(), name: "李敏".into(), grants, is_active: true };
        assert_eq!(roots(&li, Action::PremisesRead, &places), BTreeSet::from([community]));
        assert_eq!(roots(&li, Action::InspectionPatrol, &places), BTreeSet::from([grid]));
        assert_eq!(roots(&li, Action::AuditLog, &places), BTreeSet::new());
        li.is_active = false;
        assert_eq!(roots(&li, Action::PremisesRead, &places), BTreeSet::new());
    }
}
