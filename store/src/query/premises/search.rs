//! What a person types into the ledger's search: every word must be somewhere, in the row's text or in the pinyin of its name.

use crate::StoreError;
use crate::entity::premises::{Column, Entity};
use crate::session::Scope;
use domain::half_width::plain;
use domain::search::{Query, SearchRow, search};
use sea_orm::sea_query::{ExprTrait, LikeExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

/// More words only make a slow question.
const WORDS_MAX: usize = 8;
/// More is no search but a pasted page.
const CHARS_MAX: usize = 60;
/// Names that a word in pinyin may mean; the best ones.
const PINYIN_MAX: usize = 1_000;

/// The condition for what was typed; nothing typed matches everything.
pub(super) async fn matches(db: &impl ConnectionTrait, scope: &Scope, typed: &str) -> Result<Condition, StoreError> {
    let cut: String = typed.chars().take(CHARS_MAX).collect();
    let mut all = Condition::all();
    for word in cut.split_whitespace().take(WORDS_MAX).map(plain) {
        let anywhere = LikeExpr::new(format!("%{}%", escaped(&word))).escape('\\');
        let mut any = Condition::any().add(Column::Search.into_expr().like(anywhere));
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            any = any.add(Column::Id.is_in(spelt(db, scope, &word).await?));
        }
        all = all.add(any);
    }
    Ok(all)
}

/// Premises whose names are spelt like this in pinyin, whole syllables or initials, by the same rule as on the phone.
async fn spelt(db: &impl ConnectionTrait, scope: &Scope, word: &str) -> Result<Vec<Uuid>, StoreError> {
    let Some(query) = Query::new(word) else { return Ok(vec![]) };
    let rows: Vec<(Uuid, String, String)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Name, Column::Pinyin])
        .filter(Column::CommunityId.is_in(scope.ledger_ids(None)))
        .into_tuple()
        .all(db)
        .await?;
    let names = rows.iter().map(|(_, name, pinyin)| SearchRow { name, pinyin, address: "", codes: &[], phones: &[] });
    let found = search(names, &query, PINYIN_MAX);
    Ok(found.into_iter().map(|(at, _)| rows[at].0).collect())
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
