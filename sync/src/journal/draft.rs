//! A draft as it stands: what the field pages show and change.

use super::{Begin, Camera, Edit, Entry, Given, Signer, Slot, Trashed};
use domain::digest::Sha256;
use domain::ids::{CommandId, FindingId, InspectionId};
use domain::inspection::{Access, Answered, ChecklistPin, Counterpart, Finding, ItemRef, Photo, Signature};
use domain::position::{Located, NoPosition};
use domain::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// A draft. Answers of items that are hidden just now stay in it: they come back when the fact flips back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Who, where, with which lists.
    pub begin: Begin,
    /// Position at the start.
    pub position: Located,
    /// The lists that are gone through.
    pub checklists: Vec<ChecklistPin>,
    /// How the door was opened.
    pub access: Access,
    /// Answers by item; the note of each is already in it.
    pub answers: BTreeMap<ItemRef, Answered>,
    /// Remarks by item, also of items without answer.
    pub notes: BTreeMap<ItemRef, String>,
    /// Findings in the order of their ids (UUIDv7: of their making), also of items that no longer fail.
    pub findings: BTreeMap<FindingId, Finding>,
    /// Pictures by their bytes; [`Draft::photos`] gives them in the order of taking.
    pub photos: BTreeMap<Sha256, Photo>,
    /// The accompanying person.
    pub counterpart: Option<Counterpart>,
    /// What was typed around their signature so far.
    pub signer: Signer,
    /// The inspectors' signatures.
    pub signatures: Vec<Signature>,
    /// Pictures that came in after the first of those who signed did so, by the order of the entries: the phone's clock may be set
    /// back in between.
    pub since_signing: BTreeSet<Sha256>,
    /// A remark on the whole visit.
    pub note: String,
    /// What is said to a return.
    pub reply: String,
    /// The item the person is at.
    pub cursor: Option<ItemRef>,
    /// The camera was opened and its picture did not arrive.
    pub camera: Option<Camera>,
    /// In the trash.
    pub trashed: Option<Trashed>,
    /// Sealed into this command; nothing but taking it back changes the draft now.
    pub sealed: Option<CommandId>,
    /// The number of its newest entry.
    pub last: u64,
    /// When that was written, by the phone's clock.
    pub changed_at: Timestamp,
}

impl Draft {
    /// A draft as it begins; with a return, a copy of the revision that was returned.
    #[must_use]
    pub fn new(begin: Begin) -> Self {
        let mut draft = Self {
            position: Located::Without(NoPosition::Timeout),
            checklists: begin.checklists.clone(),
            access: Access::Entered,
            answers: BTreeMap::new(),
            notes: BTreeMap::new(),
            findings: BTreeMap::new(),
            photos: BTreeMap::new(),
            counterpart: None,
            signer: Signer::default(),
            signatures: vec![],
            since_signing: BTreeSet::new(),
            note: String::new(),
            reply: String::new(),
            cursor: None,
            camera: None,
            trashed: None,
            sealed: None,
            last: 0,
            changed_at: begin.started_at,
            begin,
        };
        if let Some(mends) = draft.begin.mends.clone() {
            draft.take_over(mends.returned.inspection);
        }
        draft
    }

    fn take_over(&mut self, earlier: domain::inspection::Inspection) {
        self.position = earlier.position;
        self.access = earlier.access;
        self.notes = earlier
            .answers
            .iter()
            .filter(|answered| !answered.note.is_empty())
            .map(|answered| (answered.at.clone(), answered.note.clone()))
            .collect();
        self.answers = earlier.answers.into_iter().map(|answered| (answered.at.clone(), answered)).collect();
        self.findings = earlier.findings.into_iter().map(|finding| (finding.id, finding)).collect();
        self.photos = earlier.photos.into_iter().map(|photo| (photo.sha256, photo)).collect();
        self.counterpart = earlier.counterpart;
        self.signatures = earlier.signatures;
        self.note = earlier.note;
    }

    /// The draft that follows from these entries in whatever order; none without a beginning. What came before the newest beginning
    /// belongs to a revision that was handed in.
    #[must_use]
    pub fn from_entries(entries: &[Entry]) -> Option<Self> {
        let begins = entries.iter().filter(|entry| entry.edit.slot() == Slot::Begin).max_by_key(|entry| entry.n)?;
        let Edit::Begin { begin } = &begins.edit else { return None };
        let mut draft = Self::new((**begin).clone());
        let mut in_order: Vec<_> = entries.iter().filter(|entry| entry.n >= begins.n).collect();
        in_order.sort_by_key(|entry| entry.n);
        in_order.into_iter().for_each(|entry| draft.apply(entry));
        Some(draft)
    }

    /// Its visit.
    #[must_use]
    pub const fn id(&self) -> InspectionId {
        self.begin.inspection
    }

    /// The next entry, not yet applied or stored.
    #[must_use]
    pub const fn entry(&self, at: Timestamp, edit: Edit) -> Entry {
        Entry { draft: self.begin.inspection, n: self.last + 1, at, edit }
    }

    /// Applies an entry that is newer than all before.
    pub fn apply(&mut self, entry: &Entry) {
        self.set(&entry.edit);
        if entry.n > self.last {
            self.last = entry.n;
            self.changed_at = entry.at;
        }
    }

    fn set(&mut self, edit: &Edit) {
        match edit.clone() {
            // A revision was handed in and came back: the next one begins in the same journal.
            Edit::Begin { begin } => *self = Self { last: self.last, ..Self::new(*begin) },
            Edit::Unknown => {}
            Edit::Position { position } => self.position = position,
            Edit::Checklists { pins } => self.checklists = pins,
            Edit::Access { access } => self.access = access,
            Edit::Answer { at, given } => self.answer(at, given),
            Edit::Note { at, text } => self.remark(at, text),
            Edit::Finding { id, finding } => put(&mut self.findings, id, finding.map(|finding| *finding)),
            Edit::Photo { sha256, photo } => self.picture(sha256, photo.map(|photo| *photo)),
            Edit::Counterpart { counterpart } => {
                self.counterpart = counterpart;
                self.since_signing.clear();
            }
            Edit::Signer { signer } => self.signer = signer,
            Edit::Signatures { signatures } => {
                self.signatures = signatures;
                // Where the accompanying person has signed, they did so first.
                if !matches!(self.counterpart, Some(Counterpart::Signed { .. })) {
                    self.since_signing.clear();
                }
            }
            Edit::VisitNote { text } => self.note = text,
            Edit::Reply { text } => self.reply = text,
            Edit::Cursor { at } => self.cursor = at,
            Edit::Camera { camera } => self.camera = camera,
            Edit::Trash { trashed } => self.trashed = trashed,
            Edit::Sealed { command } => self.sealed = command,
        }
    }

    fn answer(&mut self, at: ItemRef, given: Option<Given>) {
        let note = self.notes.get(&at).cloned().unwrap_or_default();
        let answered = given.map(|Given { answer, dwell_ms, bulk, carried_from }| Answered {
            at: at.clone(),
            answer,
            note,
            dwell_ms,
            bulk,
            carried_from,
        });
        put(&mut self.answers, at, answered);
    }

    fn picture(&mut self, sha256: Sha256, photo: Option<Photo>) {
        let is_signed = matches!(self.counterpart, Some(Counterpart::Signed { .. })) || !self.signatures.is_empty();
        if photo.is_none() {
            self.since_signing.remove(&sha256);
        } else if is_signed && !self.photos.contains_key(&sha256) {
            self.since_signing.insert(sha256);
        }
        put(&mut self.photos, sha256, photo);
    }

    fn remark(&mut self, at: ItemRef, text: String) {
        if let Some(answered) = self.answers.get_mut(&at) {
            answered.note.clone_from(&text);
        }
        put(&mut self.notes, at, Some(text).filter(|text| !text.is_empty()));
    }

    /// The edit that puts the slot of `edit` back to what it holds now: to be kept before `edit` is applied.
    #[must_use]
    pub fn undoing(&self, edit: &Edit) -> Edit {
        match edit {
            Edit::Begin { .. } => Edit::Begin { begin: Box::new(self.begin.clone()) },
            Edit::Position { .. } => Edit::Position { position: self.position },
            Edit::Checklists { .. } => Edit::Checklists { pins: self.checklists.clone() },
            Edit::Access { .. } => Edit::Access { access: self.access },
            Edit::Answer { at, .. } => Edit::Answer { at: at.clone(), given: self.answers.get(at).map(given) },
            Edit::Note { at, .. } => Edit::Note { at: at.clone(), text: self.notes.get(at).cloned().unwrap_or_default() },
            Edit::Finding { id, .. } => Edit::Finding { id: *id, finding: self.findings.get(id).cloned().map(Box::new) },
            Edit::Photo { sha256, .. } => Edit::Photo { sha256: *sha256, photo: self.photos.get(sha256).cloned().map(Box::new) },
            Edit::Counterpart { .. } => Edit::Counterpart { counterpart: self.counterpart.clone() },
            Edit::Signer { .. } => Edit::Signer { signer: self.signer.clone() },
            Edit::Signatures { .. } => Edit::Signatures { signatures: self.signatures.clone() },
            Edit::VisitNote { .. } => Edit::VisitNote { text: self.note.clone() },
            Edit::Reply { .. } => Edit::Reply { text: self.reply.clone() },
            Edit::Cursor { .. } => Edit::Cursor { at: self.cursor.clone() },
            Edit::Camera { .. } => Edit::Camera { camera: self.camera.clone() },
            Edit::Trash { .. } => Edit::Trash { trashed: self.trashed.clone() },
            Edit::Sealed { .. } => Edit::Sealed { command: self.sealed },
            Edit::Unknown => Edit::Unknown,
        }
    }

    /// Pictures in the order of taking.
    #[must_use]
    pub fn photos(&self) -> Vec<&Photo> {
        let mut photos: Vec<_> = self.photos.values().collect();
        photos.sort_by_key(|photo| (photo.taken_at, photo.sha256));
        photos
    }

    /// Pictures of one item, in the order of taking.
    pub fn photos_of<'a>(&'a self, at: &'a ItemRef) -> impl Iterator<Item = &'a Photo> {
        self.photos().into_iter().filter(move |photo| photo.at.as_ref() == Some(at))
    }

    /// Findings of one item.
    pub fn findings_of<'a>(&'a self, at: &'a ItemRef) -> impl Iterator<Item = &'a Finding> {
        self.findings.values().filter(move |finding| finding.at == *at)
    }

    /// Whether anything was answered or taken: throwing it away then needs a reason.
    #[must_use]
    pub fn has_content(&self) -> bool {
        !self.answers.is_empty() || !self.photos.is_empty() || !self.findings.is_empty()
    }

    /// Whether it can still be changed.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.sealed.is_none() && self.trashed.is_none()
    }

    /// What opens it again when its submission is taken back. Whoever signed has signed what was handed in, so everybody signs anew.
    #[must_use]
    pub fn taken_back(&self, at: Timestamp) -> Vec<Entry> {
        let edits = [Edit::Sealed { command: None }, Edit::Counterpart { counterpart: None }, Edit::Signatures { signatures: vec![] }];
        (self.last + 1..).zip(edits).map(|(n, edit)| Entry { draft: self.begin.inspection, n, at, edit }).collect()
    }

    /// Every blob it names: photos and signatures, of this or the earlier revision.
    pub fn blobs(&self) -> impl Iterator<Item = Sha256> + '_ {
        let counterpart = self.counterpart.as_ref().and_then(drawn_by);
        self.photos.keys().copied().chain(self.signatures.iter().map(|signature| signature.sha256)).chain(counterpart)
    }
}

/// The picture of the accompanying person's, or the witness's, signature.
pub(super) fn drawn_by(counterpart: &Counterpart) -> Option<Sha256> {
    match counterpart {
        Counterpart::Signed { signature, .. } => Some(signature.sha256),
        Counterpart::Unsigned { witness, .. } => witness.as_ref().map(|witness| witness.sha256),
    }
}

fn given(answered: &Answered) -> Given {
    Given { answer: answered.answer.clone(), dwell_ms: answered.dwell_ms, bulk: answered.bulk, carried_from: answered.carried_from }
}

fn put<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, value: Option<V>) {
    match value {
        Some(value) => {
            map.insert(key, value);
        }
        None => {
            map.remove(&key);
        }
    }
}
