use super::*;
use crate::decide::cast::*;
use uuid::Uuid;

const HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA";

fn new_place(kind: PlaceKind, parent: Option<u128>, name: &str, code: Option<&str>) -> Place {
    Place { id: place_id(99), parent: parent.map(place_id), kind, name: name.into(), code: code.map(str::to_owned) }
}

/// Adds a place as the administrator of the street; the parent is looked up as the store would.
fn add(place: &Place) -> Result<usize, Refusal> {
    add_as(Role::Admin, place)
}

fn add_as(role: Role, place: &Place) -> Result<usize, Refusal> {
    let house = House::new();
    let admin = house.person(role);
    let parent = place.parent.and_then(|id| house.places.get(&id));
    let siblings: Vec<Place> = house.places.values().filter(|other| other.parent == place.parent).cloned().collect();
    let places = parent.map_or_else(Vec::new, |parent| house.places_from((parent.id.0.as_u128()) - 0x1000));
    let actor = if role == Role::System { house.system(&places) } else { house.actor(&admin, role, &places) };
    add_place(&PlaceFacts { actor, place: house.places.get(&place.id), parent, siblings: &siblings }, place).map(|events| events.len())
}

#[test]
fn a_place_lies_where_its_kind_belongs_under_a_name_of_its_own() {
    let community = |name, code| new_place(PlaceKind::Community, Some(STREET), name, code);
    assert_eq!(add_as(Role::OfficeLead, &community("金峰社区", None)), Err(Refusal::NotAllowed));
    assert_eq!(add(&community("绿苑社区", None)), Err(Refusal::Taken { field: "name".into() }));
    assert_eq!(add(&community(" 金峰社区", None)), Err(Refusal::Invalid { field: "name".into() }));
    assert_eq!(add(&community("金峰社区", Some("jf"))), Err(Refusal::Invalid { field: "code".into() }));
    assert_eq!(add(&new_place(PlaceKind::Grid, Some(STREET), "第一网格", None)), Err(Refusal::Invalid { field: "kind".into() }));
    assert_eq!(add(&new_place(PlaceKind::Grid, Some(77), "第一网格", None)), Err(Refusal::OutOfScope));
    assert_eq!(
        add_as(Role::System, &new_place(PlaceKind::Grid, Some(77), "第一网格", None)),
        Err(Refusal::TargetUnknown { what: "place".into() })
    );
    assert_eq!(add(&Place { id: place_id(GRID), ..community("金峰社区", None) }), Err(Refusal::IdConflict));
    assert_eq!(add(&community("金峰社区", Some("JF01"))), Ok(1));
    // Every community may have its first grid.
    assert_eq!(add(&new_place(PlaceKind::Grid, Some(OTHER_COMMUNITY), "第一网格", None)), Ok(1));
}

#[test]
fn only_the_operator_adds_a_district_or_a_street() {
    assert_eq!(add(&new_place(PlaceKind::Street, Some(DISTRICT), "林荫街道", None)), Err(Refusal::OutOfScope));
    assert_eq!(add_as(Role::System, &new_place(PlaceKind::Street, Some(DISTRICT), "林荫街道", None)), Ok(1));
    assert_eq!(add_as(Role::System, &new_place(PlaceKind::District, None, "康巴什区", None)), Ok(1));
}

#[test]
fn renaming_to_the_same_name_is_nothing_and_to_anothers_is_refused() {
    let house = House::new();
    let (admin, places) = (house.person(Role::Admin), house.places_from(COMMUNITY));
    let siblings: Vec<Place> = house.places.values().filter(|place| place.parent == Some(place_id(STREET))).cloned().collect();
    let rename = |kind, name: &str| {
        let (place, parent) = (house.places.get(&place_id(COMMUNITY)), house.places.get(&place_id(STREET)));
        rename_place(&PlaceFacts { actor: house.actor(&admin, Role::Admin, &places), place, parent, siblings: &siblings }, kind, name)
            .map(|events| events.len())
    };
    assert_eq!(rename(PlaceKind::Grid, "绿苑西社区"), Err(Refusal::Invalid { field: "kind".into() }));
    assert_eq!(rename(PlaceKind::Community, "新村社区"), Err(Refusal::Taken { field: "name".into() }));
    assert_eq!(rename(PlaceKind::Community, "绿苑社区"), Ok(0));
    assert_eq!(rename(PlaceKind::Community, "绿苑西社区"), Ok(1));
}

/// The administrator at work on one account.
struct Accounts {
    house: House,
    by: User,
    role: Role,
    user: Option<User>,
    login_is_taken: bool,
    other_holders: BTreeMap<Role, u32>,
}

impl Accounts {
    fn of(user: Option<Role>) -> Self {
        let house = House::new();
        let (by, user) = (house.person(Role::Admin), user.map(|role| house.person(role)));
        Self { house, by, role: Role::Admin, user, login_is_taken: false, other_holders: BTreeMap::new() }
    }

    fn ask(&self, ask: impl FnOnce(&UserFacts<'_>) -> Result<Vec<Event>, Refusal>) -> Result<usize, Refusal> {
        let places = self.house.street_places();
        let facts = UserFacts {
            actor: self.house.actor(&self.by, self.role, &places),
            user: self.user.as_ref(),
            login_is_taken: self.login_is_taken,
            places: &self.house.places,
            other_holders: &self.other_holders,
        };
        ask(&facts).map(|events| events.len())
    }

    fn add(&self, login: &str, hash: &str, grants: &[Grant]) -> Result<usize, Refusal> {
        self.ask(|facts| add_user(facts, UserId(Uuid::from_u128(1)), login, "王芳", hash, grants))
    }

    fn disable(&self) -> Result<usize, Refusal> {
        self.ask(|facts| disable_user(facts, &Reason { code: "left".into(), text: "调离本街道".into() }))
    }
}

fn grant(role: Role, place: u128) -> Grant {
    Grant { role, place: place_id(place) }
}

#[test]
fn an_account_has_a_name_a_hash_and_roles_that_fit_their_places() {
    let accounts = Accounts::of(None);
    let invalid = |field: &str| Err(Refusal::Invalid { field: field.into() });
    assert_eq!(accounts.add("", HASH, &[]), invalid("login"));
    assert_eq!(accounts.add("138 0000", HASH, &[]), invalid("login"));
    assert_eq!(accounts.add("wangfang", "secret123456", &[]), invalid("password_hash"));
    assert_eq!(accounts.add("wangfang", HASH, &[grant(Role::System, STREET)]), invalid("role"));
    assert_eq!(accounts.add("wangfang", HASH, &[grant(Role::OfficeLead, GRID)]), invalid("role"));
    assert_eq!(accounts.add("wangfang", HASH, &[grant(Role::Inspector, 77)]), Err(Refusal::TargetUnknown { what: "place".into() }));
    assert_eq!(accounts.add("wangfang", HASH, &[grant(Role::Inspector, GRID), grant(Role::CommunitySafety, COMMUNITY)]), Ok(3));
    assert_eq!(
        Accounts { login_is_taken: true, ..Accounts::of(None) }.add("wangfang", HASH, &[]),
        Err(Refusal::Taken { field: "login".into() })
    );
    assert_eq!(Accounts::of(Some(Role::Inspector)).add("wangfang", HASH, &[]), Err(Refusal::IdConflict));
    let by = accounts.house.person(Role::OfficeLead);
    assert_eq!(Accounts { by, role: Role::OfficeLead, ..accounts }.add("wangfang", HASH, &[]), Err(Refusal::NotAllowed));
}

#[test]
fn no_street_gives_roles_above_itself() {
    assert_eq!(Accounts::of(None).add("wangfang", HASH, &[grant(Role::Admin, DISTRICT)]), Err(Refusal::OutOfScope));
    let mut accounts = Accounts::of(Some(Role::Inspector));
    accounts.user.as_mut().unwrap().grants.push(grant(Role::Auditor, DISTRICT));
    assert_eq!(accounts.disable(), Err(Refusal::OutOfScope));
}

#[test]
fn an_administrator_cannot_give_himself_a_role() {
    let accounts = Accounts::of(Some(Role::Admin));
    assert_eq!(accounts.ask(|facts| grant_role(facts, grant(Role::OfficeLead, STREET))), Err(Refusal::SeparationOfDuties));
    let accounts = Accounts::of(Some(Role::Inspector));
    assert_eq!(accounts.ask(|facts| grant_role(facts, grant(Role::OfficeLead, STREET))), Ok(1));
    assert_eq!(accounts.ask(|facts| grant_role(facts, grant(Role::Inspector, GRID))), Ok(0)); // held already
}

#[test]
fn the_last_holder_stays_until_there_is_a_successor() {
    for role in [Role::OfficeLead, Role::Admin, Role::VaultKeeper] {
        let mut accounts = Accounts::of(Some(role));
        let held = grant(role, STREET);
        assert_eq!(accounts.ask(|facts| revoke_role(facts, held)), Err(Refusal::LimitExceeded), "{role:?}");
        assert_eq!(accounts.disable(), Err(Refusal::LimitExceeded), "{role:?}");
        accounts.other_holders.insert(role, 1);
        assert_eq!(accounts.ask(|facts| revoke_role(facts, held)), Ok(1), "{role:?}");
        assert_eq!(accounts.disable(), Ok(1), "{role:?}");
    }
    let clerk = Accounts::of(Some(Role::OfficeClerk));
    assert_eq!(clerk.disable(), Ok(1));
    assert_eq!(clerk.ask(|facts| revoke_role(facts, grant(Role::OfficeLead, STREET))), Ok(0)); // never held
}

#[test]
fn an_account_ends_once_and_with_a_reason() {
    let mut accounts = Accounts::of(Some(Role::Inspector));
    assert_eq!(
        accounts.ask(|facts| disable_user(facts, &Reason { code: "left".into(), text: "走了".into() })),
        Err(Refusal::ReasonRequired)
    );
    assert_eq!(accounts.ask(|facts| reset_password(facts, HASH)), Ok(1));
    assert_eq!(accounts.ask(|facts| reset_password(facts, "plain")), Err(Refusal::Invalid { field: "password_hash".into() }));
    assert_eq!(accounts.disable(), Ok(1));
    accounts.user.as_mut().unwrap().is_active = false;
    let disabled = Err(Refusal::WrongState { actual: "disabled".into() });
    assert_eq!(accounts.disable(), disabled);
    assert_eq!(accounts.ask(|facts| reset_password(facts, HASH)), disabled);
    assert_eq!(Accounts::of(None).disable(), Err(Refusal::TargetUnknown { what: "user".into() }));
}
