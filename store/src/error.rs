//! What can go wrong below the rules. What the rules refuse is no error: it is an answer.

/// The data could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error("the database: {0}")]
    Database(#[from] sea_orm::DbErr),
    /// The folder or bucket of blobs.
    #[error("the blobs: {0}")]
    Blobs(#[from] object_store::Error),
    /// A file of ours.
    #[error("the data folder: {0}")]
    Folder(#[from] std::io::Error),
    /// A row holds what this version cannot read. Nothing was changed.
    #[error("table {table}, row {row}: {detail}")]
    Broken {
        /// The table.
        table: &'static str,
        /// Its key.
        row: String,
        /// What is wrong.
        detail: String,
    },
    /// The bytes are not what their name says; they were not kept.
    #[error("the bytes do not have the hash they are named by")]
    WrongHash,
    /// Larger than allowed; nothing was kept.
    #[error("larger than {max_bytes} bytes")]
    TooLarge {
        /// The limit.
        max_bytes: usize,
    },
    /// A newer part of the same blob came while this one was being read. What this one brought is kept.
    #[error("a newer part of the same blob came")]
    Overtaken,
    /// The disk has no room for photos; nothing was kept. Records are still taken.
    #[error("no room for photos")]
    NoRoom,
    /// A picture that this server cannot draw.
    #[error("not a picture that can be drawn")]
    NoPicture,
    /// The writer has stopped: the server is shutting down.
    #[error("the writer has stopped")]
    Stopped,
    /// A commit did not work. Nothing is known about what it held, and sending the same bytes again is safe.
    #[error("the commit did not work")]
    NotWritten,
    /// A bug of ours stopped what was being done. Nothing of it was written, and nothing else was touched.
    #[error("the work ended in the middle: {0}")]
    Panicked(String),
    /// The operating system gives no randomness.
    #[error("no randomness: {0}")]
    NoRandomness(String),
}

impl StoreError {
    /// A row that this version cannot read.
    pub(crate) fn broken(table: &'static str, row: impl ToString, detail: impl ToString) -> Self {
        Self::Broken { table, row: row.to_string(), detail: detail.to_string() }
    }
}
