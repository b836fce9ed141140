//! The container of the old office formats (`.xls`, `.et`, `.doc`, `.wps`): a file system of sectors and chains in one file
//! (docs/decisions/0051-old-spreadsheets.md).
//!
//! Read with distrust: no chain is followed over more sectors than the file has, and no table grows beyond the file.

use std::collections::HashSet;

const MARK: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// The sector numbers from here on mean something else: the end of a chain, a free sector.
const RESERVED: u32 = 0xffff_fffa;
const NO_ENTRY: u32 = 0xffff_ffff;
/// The sectors of tables that the header itself lists.
const IN_HEADER: usize = 109;
const MINI_SECTOR: usize = 64;
const ENTRY: usize = 128;

/// An opened container.
#[derive(Debug)]
pub struct Ole<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// By sector: the one that follows it.
    next: Vec<u32>,
    mini_next: Vec<u32>,
    /// The stream that small streams live in.
    mini: Vec<u8>,
    cutoff: u64,
    /// The entries right below the root; what is embedded lies deeper.
    entries: Vec<Entry>,
}

#[derive(Debug, Clone)]
struct Entry {
    name: String,
    is_stream: bool,
    start: u32,
    size: u64,
    left: u32,
    right: u32,
    child: u32,
}

/// What is wrong with the container, for the words of a finding.
pub type Damage = &'static str;

/// Whether the bytes begin as a container does.
pub fn is_ole(bytes: &[u8]) -> bool {
    bytes.starts_with(MARK)
}

/// The two bytes at `at`, low byte first.
pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

/// The four bytes at `at`, low byte first.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|chunk| chunk.try_into().ok().map(u32::from_le_bytes))
}

impl<'a> Ole<'a> {
    /// # Errors
    /// The header, a table of chains or the directory makes no sense.
    pub fn open(bytes: &'a [u8]) -> Result<Ole<'a>, Damage> {
        const CUT: Damage = "header";
        let shift = u16_at(bytes, 30).filter(|_| is_ole(bytes)).ok_or(CUT)?;
        let sector = match shift {
            9 => 512,
            12 => 4096,
            _ => return Err("sector size"),
        };
        let number = |at| u32_at(bytes, at).ok_or(CUT);
        let mut ole = Ole {
            bytes,
            sector,
            next: Vec::new(),
            mini_next: Vec::new(),
            mini: Vec::new(),
            cutoff: u64::from(number(56)?),
            entries: Vec::new(),
        };
        ole.next = ole.table(number(68)?)?;
        let directory = ole.chain(number(48)?, u64::MAX)?;
        let all: Vec<Entry> = directory.chunks_exact(ENTRY).filter_map(Entry::read).collect();
        let root = all.first().ok_or("directory")?;
        let mini_table = match number(60)? {
            start if start < RESERVED => ole.chain(start, u64::MAX)?,
            _ => Vec::new(),
        };
        ole.mini_next = numbers(&mini_table).collect();
        if root.start < RESERVED {
            ole.mini = ole.chain(root.start, root.size)?;
        }
        ole.entries = below(&all, root.child);
        Ok(ole)
    }

    /// Whether there is a stream of this name at the top.
    pub fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.is_stream && entry.name.eq_ignore_ascii_case(name))
    }

    /// The bytes of a stream; `None` when there is none of this name.
    ///
    /// # Errors
    /// Its chain runs in a circle or out of the file.
    pub fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Damage> {
        let Some(entry) = self.entry(name) else { return Ok(None) };
        if entry.size >= self.cutoff {
            return self.chain(entry.start, entry.size).map(Some);
        }
        let sectors = follow(&self.mini_next, entry.start)?;
        let mut out = Vec::new();
        for sector in sectors {
            let start = (sector as usize).saturating_mul(MINI_SECTOR);
            let end = start.saturating_add(MINI_SECTOR).min(self.mini.len());
            out.extend_from_slice(self.mini.get(start..end).ok_or("stream")?);
        }
        out.truncate(usize::try_from(entry.size).unwrap_or(usize::MAX));
        Ok(Some(out))
    }

    /// A sector; the last one of the file may be cut short.
    fn sector(&self, number: u32) -> Result<&'a [u8], Damage> {
        let start = (number as usize).checked_add(1).and_then(|number| number.checked_mul(self.sector));
        let start = start.filter(|start| *start < self.bytes.len()).ok_or("sector beyond the end of the file")?;
        self.bytes.get(start..start.saturating_add(self.sector).min(self.bytes.len())).ok_or("sector")
    }

    /// The table of chains. Its own sectors are listed in the header and, where that is full, in a chain of lists.
    fn table(&self, mut list: u32) -> Result<Vec<u32>, Damage> {
        let most = self.bytes.len() / self.sector + 1;
        let header = self.bytes.get(76..76 + IN_HEADER * 4).ok_or("header")?;
        let mut sectors: Vec<u32> = numbers(header).filter(|number| *number < RESERVED).collect();
        let mut lists = 0;
        while list < RESERVED {
            lists += 1;
            if lists > most {
                return Err("the list of tables runs in a circle");
            }
            let mut numbers: Vec<u32> = numbers(self.sector(list)?).collect();
            list = numbers.pop().unwrap_or(NO_ENTRY);
            let room = most.saturating_sub(sectors.len());
            sectors.extend(numbers.into_iter().filter(|number| *number < RESERVED).take(room));
        }
        let mut table = Vec::new();
        for sector in sectors {
            // No more entries than sectors: what lies beyond could not be followed anyway.
            let room = most.saturating_sub(table.len());
            if room == 0 {
                break;
            }
            table.extend(numbers(self.sector(sector)?).take(room));
        }
        Ok(table)
    }

    fn chain(&self, start: u32, size: u64) -> Result<Vec<u8>, Damage> {
        let mut out = Vec::new();
        for sector in follow(&self.next, start)? {
            if out.len() as u64 >= size {
                break;
            }
            out.extend_from_slice(self.sector(sector)?);
        }
        out.truncate(usize::try_from(size).unwrap_or(usize::MAX));
        Ok(out)
    }
}

/// The sectors of a chain.
fn follow(next: &[u32], start: u32) -> Result<Vec<u32>, Damage> {
    let mut sectors = Vec::new();
    let mut at = start;
    while at < RESERVED {
        if sectors.len() >= next.len() {
            return Err("a chain of sectors runs in a circle");
        }
        sectors.push(at);
        at = *next.get(at as usize).ok_or("a chain of sectors runs out of the file")?;
    }
    Ok(sectors)
}

/// The entries of the tree at `top`, which is what one folder holds.
fn below(all: &[Entry], top: u32) -> Vec<Entry> {
    let mut seen = HashSet::new();
    let mut open = vec![top];
    let mut found = Vec::new();
    while let Some(index) = open.pop() {
        let Some(entry) = all.get(index as usize).filter(|_| seen.insert(index)) else { continue };
        open.extend([entry.left, entry.right]);
        found.push(entry.clone());
    }
    found
}

impl Entry {
    fn read(bytes: &[u8]) -> Option<Entry> {
        let units = bytes.get(..64)?.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(u16::from_le_bytes));
        let name = char::decode_utf16(units.take_while(|unit| *unit != 0)).map(|c| c.unwrap_or('\u{fffd}')).collect();
        Some(Entry {
            name,
            is_stream: bytes.get(66) == Some(&2),
            start: u32_at(bytes, 116)?,
            // The upper half is used by no file that could be read, and old programs left noise in it.
            size: u64::from(u32_at(bytes, 120)?),
            left: u32_at(bytes, 68)?,
            right: u32_at(bytes, 72)?,
            child: u32_at(bytes, 76)?,
        })
    }
}
