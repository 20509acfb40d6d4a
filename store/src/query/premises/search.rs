//! What a person types into the ledger's search: every word must be somewhere, in the row's text or in the pinyin of its name.

use crate::StoreError;
use crate::entity::premises::{Column, Entity};
use crate::session::Scope;
use domain::half_width::plain;
use domain::search::{Query, SearchRow};
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};
use uuid::Uuid;

/// More words only make a slow question.
const WORDS_MAX: usize = 8;
/// More is no search but a pasted page.
const CHARS_MAX: usize = 60;
/// Names that a word in pinyin may mean; the first ones of the list.
const PINYIN_MAX: usize = 1_000;
/// Names read at once to see what a word in pinyin means.
const NAMES_A_PAGE: usize = 500;
/// Pages of names looked through for a word: a street's ledger of 20,000.
const NAME_PAGES_MAX: usize = 40;

/// The condition for what was typed; nothing typed matches everything. `within` is what the list shows without it.
pub(super) async fn matches(db: &impl ConnectionTrait, scope: &Scope, within: &Condition, typed: &str) -> Result<Condition, StoreError> {
    let cut: String = typed.chars().filter(|typed| *typed != '\0').take(CHARS_MAX).collect();
    let mut all = Condition::all();
    for word in cut.split_whitespace().take(WORDS_MAX).map(plain) {
        let mut any = written(scope, &word);
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            any = any.add(Column::Id.is_in(spelt(db, within, &word).await?));
        }
        all = all.add(any);
    }
    Ok(all)
}

/// The word stands in the row's text. Its last line, the telephone numbers, is looked through only where the reader sees them whole:
/// else a number could be guessed digit by digit.
fn written(scope: &Scope, word: &str) -> Condition {
    let (word, masked) = (escaped(word), scope.masked_ids());
    let anywhere = like(Column::Search, format!("%{word}%"));
    if masked.is_empty() {
        return Condition::any().add(anywhere);
    }
    // A typed word holds no line break, so one after it says that it stands before the last line.
    let before_phones = like(Column::Search, format!("%{word}%\n%"));
    Condition::any().add(before_phones).add(Condition::all().add(Column::CommunityId.is_not_in(masked)).add(anywhere))
}

fn like(column: Column, pattern: String) -> Expr {
    column.into_expr().like(LikeExpr::new(pattern).escape('\\'))
}

/// A name as the rule for pinyin looks at it, with the keys of the list.
#[derive(FromQueryResult)]
struct Name {
    id: Uuid,
    risk_rank: i32,
    name: String,
    pinyin: String,
}

/// Premises whose names are spelt like this in pinyin, whole syllables or initials, by the same rule as on the phone. The database
/// leaves out most that are not; the rest is read page by page in the order of the list. Index `premises_risk_name`.
async fn spelt(db: &impl ConnectionTrait, within: &Condition, word: &str) -> Result<Vec<Uuid>, StoreError> {
    let Some(query) = Query::new(word) else { return Ok(vec![]) };
    let is_spelt = |name: &Name| {
        let row = SearchRow { name: &name.name, pinyin: &name.pinyin, address: "", codes: &[], phones: &[] };
        query.matches(&row).is_some()
    };
    let mut found = vec![];
    let mut last: Option<(i32, String, Uuid)> = None;
    for _ in 0..NAME_PAGES_MAX {
        let columns = [Column::Id, Column::RiskRank, Column::Name, Column::Pinyin];
        let names = Entity::find().select_only().columns(columns).filter(within.clone()).filter(may_spell(word));
        let mut names = names.cursor_by((Column::RiskRank, Column::Name, Column::Id));
        if let Some(last) = last.take() {
            names.after(last);
        }
        names.first(NAMES_A_PAGE as u64);
        let names: Vec<Name> = names.into_model().all(db).await?;
        let is_end = names.len() < NAMES_A_PAGE;
        last = names.last().map(|name| (name.risk_rank, name.name.clone(), name.id));
        found.extend(names.into_iter().filter(is_spelt).map(|name| name.id));
        if is_end || found.len() >= PINYIN_MAX {
            break;
        }
    }
    found.truncate(PINYIN_MAX);
    Ok(found)
}

/// What holds of every name that is spelt like this: a reading begins with the word's first letter, and the others follow in their
/// order.
fn may_spell(word: &str) -> Condition {
    let letters: String = word.chars().flat_map(|letter| [letter, '%']).collect();
    let starts = ["", "% ", "%/"];
    starts.iter().fold(Condition::any(), |any, start| any.add(like(Column::Pinyin, format!("{start}{letters}"))))
}

/// The word with what `LIKE` would read as a pattern taken by its letter.
fn escaped(word: &str) -> String {
    word.chars().flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_looked_for_by_its_letters() {
        assert_eq!(escaped(r"100%_\x"), r"100\%\_\\x");
    }
}
