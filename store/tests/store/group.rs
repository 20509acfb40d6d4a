//! Commands that share a commit, and what is left after the plug was pulled.

use crate::house::{COMMUNITY, GRID, House, LI, on_both};
use crate::visit::Visit;
use domain::command::What;
use domain::digest::Sha256;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};

#[tokio::test]
async fn one_that_goes_wrong_spoils_no_other() {
    on_both(async |house| {
        let shop = house.shop().await;
        house.take(&house.submit(&house.visit(&shop))).await;
        let commands: Vec<_> = (0..20).map(|_| house.submit(&house.visit(&shop))).collect();
        // A row that no version of ours wrote stands in the way of one of them, in the middle of its work.
        let in_the_way = domain::command::Sealed::of(&commands[7]).sha256;
        let copy = "inspection_id, revision, stands, command_id, by_id, bytes, received_at";
        house
            .tamper(&format!("INSERT INTO inspection_revision (sealed, {copy}) SELECT '{in_the_way}', {copy} FROM inspection_revision"))
            .await;
        let answers = futures::future::join_all(commands.iter().map(|command| {
            let (store, sealed) = (house.store(), domain::command::Sealed::of(command));
            store.apply(sealed, store::Submitter::Session { user: LI.id })
        }))
        .await;
        for (n, answer) in answers.iter().enumerate() {
            match answer {
                Ok(answer) => assert_eq!(answer.status, 201, "{n}"),
                Err(error) => assert_eq!(n, 7, "{error}"),
            }
        }
        assert!(answers[7].is_err());
        house.tamper(&format!("DELETE FROM inspection_revision WHERE sealed = '{in_the_way}'")).await;
        assert_eq!(house.number("SELECT count(*) FROM inspection").await, 20);
        assert_eq!(house.number("SELECT count(*) FROM inspection_revision").await, 20, "nothing of the broken one is left");
        let numbers: BTreeSet<String> = house.texts("SELECT number FROM inspection").await.into_iter().collect();
        assert_eq!(numbers, (1..=20).map(|n| format!("东诃平安检〔2026〕{n}号")).collect());
        assert_eq!(house.store().verify().await.unwrap(), None);
        // Nothing is in the way any more: the same bytes again are taken.
        house.take(&commands[7]).await;
    })
    .await;
}

/// The clock is asked in the middle of a command's work: one that panics there stands for any bug of ours.
#[tokio::test]
async fn a_bug_that_one_command_meets_stops_neither_the_others_nor_the_writer() {
    on_both(async |house: House| {
        let shop = house.shop().await;
        let commands: Vec<_> = (0..20).map(|_| house.submit(&house.visit(&shop))).collect();
        let mut config = house.config();
        let (clock, asked) = (std::sync::Arc::clone(&config.clock), AtomicU32::new(0));
        config.clock = std::sync::Arc::new(move || {
            // The callers ask too, but outside of any task: counted are the questions of whoever writes. On SQLite the eighth is the
            // eighth command's among all, and the sixteenth its second when each is written by itself.
            if tokio::task::try_id().is_some() && [8, 16].contains(&(asked.fetch_add(1, Ordering::SeqCst) + 1)) {
                panic!("a bug");
            }
            clock()
        });
        let store = store::Store::open(config).await.unwrap();
        let send = |command| store.apply(domain::command::Sealed::of(command), store::Submitter::Session { user: LI.id });
        let answers = futures::future::join_all(commands.iter().map(send)).await;
        let failed: Vec<usize> = (0..20).filter(|n| answers[*n].is_err()).collect();
        assert!(if house.is_sqlite() { failed == [7] } else { failed.len() == 2 }, "{failed:?}");
        assert!(failed.iter().all(|n| matches!(answers[*n], Err(store::StoreError::Panicked(_)))), "{answers:?}");
        assert!(answers.iter().flatten().all(|answer| answer.status == 201));
        assert!(!store.has_stopped() && !store.is_failing());
        for n in failed {
            assert_eq!(send(&commands[n]).await.unwrap().status, 201, "sent again it is taken");
        }
        assert_eq!(house.number("SELECT count(*) FROM inspection").await, 20);
        assert_eq!(store.verify().await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_graceful_stop_writes_what_waits_and_takes_nothing_more() {
    on_both(async |mut house: House| {
        let shop = house.shop().await;
        let commands: Vec<_> = (0..12).map(|_| house.submit(&house.visit(&shop))).collect();
        let late = house.submit(&house.visit(&shop));
        let sent = futures::future::join_all(commands.iter().map(|command| house.send(command)));
        let (answers, closed) = tokio::join!(sent, async {
            tokio::task::yield_now().await;
            house.store().close().await
        });
        closed.expect("it closes");
        assert!(answers.iter().all(|answer| answer.status == 201));
        assert!(house.store().has_stopped());
        let submitter = store::Submitter::Session { user: LI.id };
        let refused = house.store().apply(domain::command::Sealed::of(&late), submitter).await;
        assert!(matches!(refused, Err(store::StoreError::Stopped)), "{refused:?}");
        house.reopen().await;
        for (command, answer) in commands.iter().zip(&answers) {
            assert_eq!(house.send(command).await, *answer);
        }
        house.take(&late).await;
    })
    .await;
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_the_plug_was_pulled() {
    on_both(async |mut house: House| {
        let shop = house.shop().await;
        let mut acknowledged = vec![];
        for _ in 0..5 {
            let commands: Vec<_> = (0..4).map(|_| house.submit(&house.visit(&shop))).collect();
            let answers = futures::future::join_all(commands.iter().map(|command| house.send(command))).await;
            acknowledged.extend(commands.into_iter().zip(answers));
            house.reopen().await;
        }
        for (command, answer) in &acknowledged {
            assert_eq!(house.send(command).await, *answer);
        }
        assert_eq!(house.number("SELECT count(*) FROM inspection").await, 20);
        assert_eq!(house.store().verify().await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn who_listens_hears_of_a_commit_and_not_of_a_refusal() {
    on_both(async |house| {
        let shop = house.shop().await;
        let mut listening = house.store().listen();
        let receipt = house.take(&house.submit(&house.visit(&shop))).await;
        let told = tokio::time::timeout(std::time::Duration::from_secs(5), listening.recv()).await.unwrap().unwrap();
        assert_eq!((told.place, told.seq), (receipt.place, receipt.seq));
        let draft = domain::ids::InspectionId(uuid::Uuid::from_u128(77));
        let discard = What::DiscardDraft { inspection: draft, premises: shop.id, answers: 1, photos: 0, reason: None };
        house.refuse(&house.order(LI, COMMUNITY, None, discard)).await;
        assert!(listening.try_recv().is_err());
    })
    .await;
}

#[tokio::test]
async fn what_waits_is_kept_byte_for_byte() {
    on_both(async |house| {
        let shop = house.shop_in(COMMUNITY, Some(GRID)).await;
        let visit = Visit::new(house.next(), LI.id, &shop, &[crate::house::LIST], house.now());
        let command = house.submit(&visit);
        // As another build writes it: the same meaning, other bytes.
        let pretty = serde_json::to_vec_pretty(&command).unwrap();
        let sealed = domain::command::Sealed::from_bytes(pretty.clone());
        assert_eq!(house.send_sealed(sealed, LI.id).await.status, 201);
        let hex = if house.is_sqlite() { "lower(hex(bytes))" } else { "encode(bytes, 'hex')" };
        let kept = house.texts(&format!("SELECT {hex} FROM inspection_revision")).await.remove(0);
        let expected: String = pretty.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(kept, expected);
        assert_eq!(house.texts("SELECT sealed FROM inspection").await, [Sha256::of(&pretty).to_string()]);
    })
    .await;
}
