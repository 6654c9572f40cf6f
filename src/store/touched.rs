//! Which articles a transaction touched, for counts that are kept up to date by it: every kind of write has to say so.

use roaring::RoaringBitmap;
use rusqlite::Connection;

use crate::store::error::StoreError;

/// Transactions whose articles are remembered; who has missed more counts anew.
const KEPT: i64 = 500;

/// Remembers that a transaction added, changed, marked or dropped these articles.
pub(crate) fn touch(tx: &Connection, articles: impl IntoIterator<Item = i64>) -> Result<(), StoreError> {
    let Some(mut ids) = articles.into_iter().map(id).collect::<Option<RoaringBitmap>>() else {
        return touch_all(tx);
    };
    if ids.is_empty() {
        return Ok(());
    }
    ids.optimize();
    let mut bytes = Vec::with_capacity(ids.serialized_size());
    match ids.serialize_into(&mut bytes) {
        Ok(()) => keep(tx, Some(bytes)),
        Err(_) => touch_all(tx),
    }
}

/// Remembers that it may have been any.
pub(crate) fn touch_all(tx: &Connection) -> Result<(), StoreError> {
    keep(tx, None)
}

fn keep(tx: &Connection, ids: Option<Vec<u8>>) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT INTO touched (ids) VALUES (?1)")?
        .execute([ids])?;
    tx.prepare_cached("DELETE FROM touched WHERE seq <= ?1")?
        .execute([tx.last_insert_rowid() - KEPT])?;
    Ok(())
}

/// Ids count from 1: what does not fit would be the four-billionth article.
pub(crate) fn id(id: i64) -> Option<u32> {
    u32::try_from(id).ok()
}
