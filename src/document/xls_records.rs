//! The records of an `.xls` stream (BIFF8): a number, a length, data; and the strings in them.

use super::ole::u16_at;

/// The continuation of the record before it.
const CONTINUE: u16 = 0x3c;

/// One record; long ones go on in further pieces.
#[derive(Debug)]
pub struct Record<'a> {
    pub kind: u16,
    pub data: &'a [u8],
    /// What its continuation records hold.
    pub more: Vec<&'a [u8]>,
}

/// The records of a stream from some byte on. A record that is cut off by the end of the stream ends it.
#[derive(Debug)]
pub struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    pub fn from(stream: &'a [u8], at: usize) -> Records<'a> {
        Records { stream, at }
    }

    fn piece(&mut self) -> Option<(u16, &'a [u8])> {
        let kind = u16_at(self.stream, self.at)?;
        let start = self.at.checked_add(4)?;
        let end = start.checked_add(usize::from(u16_at(self.stream, self.at.checked_add(2)?)?))?;
        let data = self.stream.get(start..end)?;
        self.at = end;
        Some((kind, data))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, data) = self.piece()?;
        let mut more = Vec::new();
        while u16_at(self.stream, self.at) == Some(CONTINUE) {
            let Some((_, data)) = self.piece() else { break };
            more.push(data);
        }
        Some(Record { kind, data, more })
    }
}

/// Reads on through the pieces of one record.
#[derive(Debug)]
pub struct Cursor<'r, 'a> {
    record: &'r Record<'a>,
    /// 0 is the record itself.
    piece: usize,
    at: usize,
}

impl<'r, 'a> Cursor<'r, 'a> {
    pub fn new(record: &'r Record<'a>, at: usize) -> Cursor<'r, 'a> {
        Cursor { record, piece: 0, at }
    }

    fn rest(&self) -> Option<&'a [u8]> {
        let data = match self.piece.checked_sub(1) {
            None => self.record.data,
            Some(index) => self.record.more.get(index).copied()?,
        };
        data.get(self.at..)
    }

    /// Goes to the next piece when this one is used up; whether it did.
    fn turn(&mut self) -> bool {
        let used_up = self.rest().is_none_or(<[u8]>::is_empty);
        if used_up && self.piece < self.record.more.len() {
            (self.piece, self.at) = (self.piece + 1, 0);
            return true;
        }
        false
    }

    pub fn u8(&mut self) -> Option<u8> {
        while self.turn() {}
        let byte = *self.rest()?.first()?;
        self.at += 1;
        Some(byte)
    }

    pub fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.u8()?, self.u8()?]))
    }

    pub fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            while self.turn() {}
            let step = self.rest()?.len().min(count);
            if step == 0 {
                return None;
            }
            self.at += step;
            count -= step;
        }
        Some(())
    }

    /// `count` UTF-16 units, kept in one or two bytes each. A string that goes on in another piece says there again which.
    pub fn text(&mut self, count: usize, flags: u8) -> Option<String> {
        let mut wide = flags & 1 != 0;
        let mut units: Vec<u16> = Vec::new();
        while units.len() < count {
            if self.turn() {
                wide = self.u8()? & 1 != 0;
                continue;
            }
            let rest = self.rest()?;
            let left = count - units.len();
            let before = units.len();
            if wide {
                let pairs = rest.chunks_exact(2).take(left);
                units.extend(pairs.filter_map(|pair| pair.try_into().ok().map(u16::from_le_bytes)));
                self.at += (units.len() - before) * 2;
            } else {
                units.extend(rest.iter().take(left).map(|byte| u16::from(*byte)));
                self.at += units.len() - before;
            }
            if units.len() == before {
                return None;
            }
        }
        Some(char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect())
    }

    /// A string behind its length in two bytes, with the runs and phonetics that may follow it.
    pub fn string(&mut self) -> Option<String> {
        let count = usize::from(self.u16()?);
        let flags = self.u8()?;
        let runs = if flags & 8 != 0 { usize::from(self.u16()?) } else { 0 };
        let extra = if flags & 4 != 0 { self.u32()? as usize } else { 0 };
        let text = self.text(count, flags)?;
        self.skip(runs.saturating_mul(4).saturating_add(extra))?;
        Some(text)
    }
}
