//! The phone: pages that live from the local database, browser calls in phone/.
