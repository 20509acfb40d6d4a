//! What a command writes and needs no answer to.
//!
//! On SQLite each statement is handed to the thread that owns the connection, and the way there and back costs more than most of our
//! statements do: kept until the end and sent in one piece, fourteen ways become one.

use crate::StoreError;
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbBackend, EntityTrait, QueryTrait, Statement, Values};
use std::sync::{Mutex, PoisonError};

/// Statements in the order in which they will run.
pub(crate) struct Later {
    backend: DbBackend,
    statements: Mutex<Vec<Statement>>,
}

impl Later {
    pub(crate) const fn new(backend: DbBackend) -> Self {
        Self { backend, statements: Mutex::new(Vec::new()) }
    }

    /// A statement of several rows, or with conditions.
    pub(crate) fn run(&self, query: &impl QueryTrait) {
        self.raw(query.build(self.backend));
    }

    /// A statement as it stands; on SQLite each value is a plain `?`, which is counted on across statements.
    pub(crate) fn raw(&self, statement: Statement) {
        self.statements.lock().unwrap_or_else(PoisonError::into_inner).push(statement);
    }

    /// A new row.
    pub(crate) fn insert<A: ActiveModelTrait>(&self, row: A) {
        self.run(&<A::Entity as EntityTrait>::insert(row));
    }

    /// What is set of a row that is known to be there.
    ///
    /// # Errors
    /// [`StoreError::Database`] if the key is not set.
    pub(crate) fn update<A: ActiveModelTrait>(&self, row: A) -> Result<(), StoreError> {
        self.run(&<A::Entity as EntityTrait>::update(row).validate()?);
        Ok(())
    }

    /// Runs all of it.
    ///
    /// # Errors
    /// [`StoreError::Database`] of the first that does not work; what came before it is undone with its transaction.
    pub(crate) async fn write(self, db: &impl ConnectionTrait) -> Result<(), StoreError> {
        let statements = self.statements.into_inner().unwrap_or_else(PoisonError::into_inner);
        if self.backend != DbBackend::Sqlite {
            for statement in statements {
                db.execute_raw(statement).await?;
            }
            return Ok(());
        }
        if statements.is_empty() {
            return Ok(());
        }
        let (mut sql, mut values) = (String::new(), vec![]);
        for statement in statements {
            sql.push_str(&statement.sql);
            sql.push(';');
            values.extend(statement.values.map(|values| values.0).unwrap_or_default());
        }
        db.execute_raw(Statement { sql, values: Some(Values(values)), db_backend: self.backend }).await?;
        Ok(())
    }
}
