//! Addresses of documents. Clients write the same file in different ways (`%E8%A1%A8`, `表`, `%3A`): a document is known by its
//! decoded address, and answered under the address the client used.

/// The address with its `%XX` decoded; as it is where that gives no text.
pub(super) fn decode(uri: &str) -> String {
    let bytes = uri.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0usize;
    while let Some(byte) = bytes.get(at).copied() {
        let hex = uri.get(at.saturating_add(1)..at.saturating_add(3)).filter(|_| byte == b'%');
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(decoded) => {
                out.push(decoded);
                at = at.saturating_add(3);
            }
            None => {
                out.push(byte);
                at = at.saturating_add(1);
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| uri.to_owned())
}

/// A decoded address as a client expects it.
pub(super) fn encode(decoded: &str) -> String {
    let mut out = String::with_capacity(decoded.len());
    for byte in decoded.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The address of an absolute path, written with `/`.
pub fn file_address(path: &str) -> String {
    encode(&if path.starts_with('/') { format!("file://{path}") } else { format!("file:///{path}") })
}

/// The decoded address of the folder, without a `/` at its end. A document without a folder (not saved yet) is its own.
pub(super) fn folder(decoded: &str) -> &str {
    match decoded.rsplit_once('/') {
        Some((folder, _)) if decoded.starts_with("file://") => folder,
        Some(_) | None => decoded,
    }
}

/// The file name for people.
pub(super) fn name(decoded: &str) -> &str {
    decoded.rsplit_once('/').map_or(decoded, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_file_are_one() {
        let key = "file:///共享 盘/表.gj";
        assert_eq!(decode("file:///%E5%85%B1%E4%BA%AB%20%E7%9B%98/%E8%A1%A8.gj"), key);
        assert_eq!(decode(key), key);
        assert_eq!(decode(&encode(key)), key);
        assert_eq!(decode("file:///c%3A/a%zz%"), "file:///c:/a%zz%");
        assert_eq!(decode("file:///%FF"), "file:///%FF");
        assert_eq!((folder(key), name(key)), ("file:///共享 盘", "表.gj"));
        assert_eq!(folder("untitled:a/Untitled-1"), "untitled:a/Untitled-1");
    }
}
