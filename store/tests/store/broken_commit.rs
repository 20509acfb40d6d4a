//! A commit that the disk does not take, acted out by triggers of the database.

use crate::house::{House, LI, on_both};
use domain::command::{Command, Sealed};
use store::{Answer, StoreError, Submitter};

async fn send(house: &House, command: &Command) -> Result<Answer, StoreError> {
    house.store().apply(Sealed::of(command), Submitter::Session { user: LI.id }).await
}

/// From now on no commit works that holds a command: it owes what is nowhere, and that shows only at its end.
async fn break_commits(house: &House) {
    house.tamper("CREATE TABLE debt (id INTEGER PRIMARY KEY)").await;
    house.tamper("CREATE TABLE owed (debt INTEGER REFERENCES debt (id) DEFERRABLE INITIALLY DEFERRED)").await;
    if house.is_sqlite() {
        house.tamper("CREATE TRIGGER broken AFTER INSERT ON command BEGIN INSERT INTO owed VALUES (1); END").await;
        return;
    }
    let owe = "CREATE FUNCTION owe() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO owed VALUES (1); RETURN NULL; END'";
    house.tamper(owe).await;
    house.tamper("CREATE TRIGGER broken AFTER INSERT ON command EXECUTE FUNCTION owe()").await;
}

async fn mend(house: &House) {
    let on = if house.is_sqlite() { "" } else { " ON command" };
    house.tamper(&format!("DROP TRIGGER broken{on}")).await;
}

#[tokio::test]
async fn a_commit_that_does_not_work_is_not_the_end_of_writing() {
    on_both(async |house| {
        let shop = house.shop().await;
        let commands: Vec<_> = (0..3).map(|_| house.submit(&house.visit(&shop))).collect();
        break_commits(&house).await;
        let lost = futures::future::join_all(commands.iter().map(|command| send(&house, command))).await;
        for answer in &lost {
            let is_told = matches!(answer, Err(StoreError::NotWritten | StoreError::Database(_)));
            assert!(is_told, "nothing is known: {answer:?}");
        }
        assert_eq!(house.number("SELECT count(*) FROM inspection").await, 0);
        mend(&house).await;
        for command in &commands {
            house.take(command).await;
        }
        assert!(!house.store().has_stopped() && !house.store().is_failing());
        assert_eq!(house.number("SELECT count(*) FROM inspection").await, 3);
        assert_eq!(house.texts("SELECT number FROM inspection ORDER BY number").await.last().unwrap(), "东诃平安检〔2026〕3号");
        assert_eq!(house.store().verify().await.unwrap(), None);
    })
    .await;
}

/// A full disk makes SQLite roll back by itself, in the middle of what is written.
#[tokio::test]
async fn what_sqlite_takes_back_by_itself_is_not_the_end_of_writing() {
    on_both(async |house: House| {
        if !house.is_sqlite() {
            return;
        }
        let shop = house.shop().await;
        let commands: Vec<_> = (0..3).map(|_| house.submit(&house.visit(&shop))).collect();
        house.tamper("CREATE TRIGGER broken BEFORE INSERT ON command BEGIN SELECT RAISE(ROLLBACK, 'full'); END").await;
        let lost = futures::future::join_all(commands.iter().map(|command| send(&house, command))).await;
        assert!(lost.iter().all(Result::is_err), "{lost:?}");
        mend(&house).await;
        for command in &commands {
            house.take(command).await;
        }
        assert!(!house.store().has_stopped() && !house.store().is_failing());
        assert_eq!(house.number("SELECT count(*) FROM inspection").await, 3);
        assert_eq!(house.store().verify().await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn while_nothing_can_be_written_the_store_says_so() {
    on_both(async |house: House| {
        if !house.is_sqlite() {
            return;
        }
        let shop = house.shop().await;
        assert!(!house.store().is_failing());
        house.tamper("CREATE TRIGGER broken BEFORE UPDATE ON place_seq BEGIN SELECT RAISE(ROLLBACK, 'full'); END").await;
        let command = house.submit(&house.visit(&shop));
        // Who waits is answered first, and the look at the disk comes before the next.
        for _ in 0..2 {
            send(&house, &command).await.unwrap_err();
        }
        assert!(house.store().is_failing() && !house.store().has_stopped(), "it may yet go on");
        mend(&house).await;
        house.take(&command).await;
        assert!(!house.store().is_failing());
        house.store().close().await.unwrap();
        assert!(house.store().has_stopped(), "for good");
        house.store().close().await.unwrap();
    })
    .await;
}
