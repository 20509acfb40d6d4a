//! Who waits hears of what others commit.

use crate::house::{House, LI, LIST, SUN, on_both};
use crate::visit::Visit;
use std::time::{Duration, Instant};
use store::query::news;
use store::session::{Session, Token};
use store::{Store, Submitter};

async fn signed_in(house: &House) -> Session {
    let token = Token::new([9; 32]);
    house.store().begin_session(SUN.id, None, &token, None).await.unwrap();
    house.store().session(&token).await.unwrap().unwrap()
}

#[tokio::test]
async fn who_waits_hears_within_seconds_of_what_another_process_commits() {
    on_both(async |house| {
        let shop = house.shop().await;
        // Another program on the same data: the command line beside the server.
        let other = Store::open(house.config()).await.unwrap();
        let session = signed_in(&house).await;
        let marker = news::wait(house.store(), &session.scope, None, Duration::ZERO).await.unwrap();
        let visit = Visit::new(house.next(), LI.id, &shop, &[LIST], house.now());
        let command = domain::command::Sealed::of(&house.submit(&visit));
        let begun = Instant::now();
        let waiting = news::wait(house.store(), &session.scope, Some(&marker), Duration::from_secs(20));
        let committed = async {
            let submitter = Submitter::Session { user: LI.id };
            assert_eq!(other.apply(command, submitter).await.unwrap().status, 201);
        };
        let (now, ()) = tokio::join!(waiting, committed);
        assert_ne!(now.unwrap(), marker);
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    })
    .await;
}
