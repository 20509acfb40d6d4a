//! The people of the demo, all made up, with somebody in every role that signs in. Sign-in names are mobile numbers of a block that
//! nobody has.

use super::places::Community;
use super::town::Town;
use crate::import::stable_id;
use anyhow::{Context, Result, anyhow};
use argon2::{Argon2, PasswordHasher};
use domain::command::What;
use domain::digest::Sha256;
use domain::ids::{DeviceId, PlaceId, UserId};
use domain::user::{Grant, Role};

/// Everybody's password (安全第一).
pub(crate) const PASSWORD: &str = "anquan-diyi";

/// A person with an account.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(super) id: UserId,
    /// Sign-in name.
    pub(crate) login: String,
    /// Name.
    pub(crate) name: &'static str,
    /// The role.
    pub(crate) role: Role,
    /// The role in words.
    pub(crate) role_text: &'static str,
    /// Where, in words.
    pub(crate) place_text: String,
    pub(super) places: Vec<PlaceId>,
    /// The community of those who belong to one.
    pub(super) community: Option<PlaceId>,
}

impl Person {
    /// Their phone.
    pub(super) fn device(&self) -> DeviceId {
        stable_id("xunan/demo/device/1", &[self.login.as_bytes()]).into()
    }
}

/// Inspectors: community and grids, by position.
const INSPECTORS: [(&str, usize, &[usize]); 10] = [
    ("李敏", 0, &[0, 1]),
    ("赵海涛", 0, &[2, 3]),
    ("乌云其木格", 1, &[0, 1]),
    ("张丽霞", 1, &[2, 3]),
    ("王建军", 2, &[0, 1]),
    ("苏日娜", 2, &[2, 3]),
    ("陈志强", 3, &[0, 1, 2, 3]),
    ("白玉梅", 4, &[0, 1, 2, 3]),
    ("刘洋", 5, &[0, 1, 2, 3]),
    ("高娃", 6, &[0, 1, 2, 3]),
];
/// One for each community.
const SAFETY: [&str; 7] = ["孙晓燕", "马国强", "周慧", "郭永亮", "韩雪梅", "巴特尔", "冯丽娟"];
/// Of the first communities.
const SECRETARIES: [&str; 2] = ["田秀英", "胡建国"];
/// Of the street. The last ones reach nothing yet: departments, invitations, enterprises' accounts and the vault are still to come.
const OFFICE: [(&str, Role, &str); 11] = [
    ("王芳", Role::OfficeClerk, "平安建设办经办"),
    ("斯琴", Role::OfficeClerk, "平安建设办经办"),
    ("王立新", Role::OfficeLead, "平安建设办主任"),
    ("赵明远", Role::StreetLeader, "街道分管领导"),
    ("郝志伟", Role::Admin, "系统管理员"),
    ("杜静", Role::Auditor, "审计监督"),
    ("秦志刚", Role::DeptReviewer, "科室审核人"),
    ("贾文博", Role::Expert, "专家"),
    ("吕宏伟", Role::EnterpriseHead, "企业主要负责人"),
    ("董丽", Role::EnterpriseSafety, "企业安全员"),
    ("石慧敏", Role::VaultKeeper, "身份保管员"),
];

/// Everybody, in the order in which they are listed.
pub(super) fn all(street: PlaceId, communities: &[Community]) -> Result<Vec<Person>> {
    let mut people = vec![];
    let community = |n: usize| communities.get(n).context("a community of the table");
    let login = |block: usize, n: usize| format!("199{:08}", 10_000 + block * 100 + n + 1);
    let person = |login: String, name, role, role_text, place_text: String, places, community: Option<PlaceId>| Person {
        id: stable_id("xunan/demo/person/1", &[login.as_bytes()]).into(),
        login,
        name,
        role,
        role_text,
        place_text,
        places,
        community,
    };
    for (n, (name, at, grids)) in INSPECTORS.into_iter().enumerate() {
        let at = community(at)?;
        let places: Vec<PlaceId> = grids.iter().filter_map(|grid| at.grids.get(*grid).copied()).collect();
        let words = grids.iter().map(|grid| super::places::GRIDS[*grid].trim_end_matches("网格")).collect::<Vec<_>>().join("、");
        let text = format!("{}{words}网格", at.name);
        people.push(person(login(0, n), name, Role::Inspector, "网格员", text, places, Some(at.id)));
    }
    for (n, name) in SAFETY.into_iter().enumerate() {
        let at = community(n)?;
        people.push(person(login(1, n), name, Role::CommunitySafety, "社区安全专干", at.name.to_owned(), vec![at.id], Some(at.id)));
    }
    for (n, name) in SECRETARIES.into_iter().enumerate() {
        let at = community(n)?;
        people.push(person(login(2, n), name, Role::CommunitySecretary, "社区书记", at.name.to_owned(), vec![at.id], Some(at.id)));
    }
    for (n, (name, role, text)) in OFFICE.into_iter().enumerate() {
        people.push(person(login(3, n), name, role, text, store::STREET_NAME.to_owned(), vec![street], None));
    }
    Ok(people)
}

/// Makes their accounts.
pub(super) async fn make(town: &mut Town, street: PlaceId, people: &[Person]) -> Result<()> {
    for person in people {
        let grants = person.places.iter().map(|place| Grant { role: person.role, place: *place }).collect();
        let password_hash = password_hash(&person.login)?;
        let what = What::AddUser { user: person.id, login: person.login.clone(), name: person.name.to_owned(), password_hash, grants };
        town.order(street, what).await?;
    }
    Ok(())
}

/// A salt that follows from the sign-in name, which only a password that is printed anyway may have: the same demo is the same bytes.
fn password_hash(login: &str) -> Result<String> {
    let salt = Sha256::of(format!("xunan demo {login}").as_bytes());
    let hash = Argon2::default().hash_password_with_salt(PASSWORD.as_bytes(), &salt.0[..16]);
    hash.map(|hash| hash.to_string()).map_err(|error| anyhow!("{error}"))
}
