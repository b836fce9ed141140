//! PDF: small files drawn by the tests.

use proptest::prelude::*;

use super::office::{places, survives};
use super::*;

/// A PDF of these pages; `F` is a font whose codes are UTF-16, `L` a Latin one.
fn pdf(pages: &[&str]) -> Vec<u8> {
    pdf_with(pages, "")
}

fn pdf_with(pages: &[&str], page_entries: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|index| format!("{} 0 R", 10 + 2 * index)).collect();
    let mut objects = vec![
        (1, "<< /Type /Catalog /Pages 2 0 R >>".to_owned()),
        (2, format!("<< /Type /Pages /Kids [{}] /Count {} /MediaBox [0 0 400 400] >>", kids.join(" "), pages.len())),
        (3, "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>".to_owned()),
        (4, "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Song /DW 1000 /W [48 57 500] >>".to_owned()),
        (5, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned()),
        (6, "<< /Type /Font /Subtype /Type0 /BaseFont /Mute /Encoding /Identity-H /DescendantFonts [4 0 R] >>".to_owned()),
    ];
    for (index, content) in pages.iter().enumerate() {
        let at = 10 + 2 * index;
        objects.push((
            at,
            format!(
                "<< /Type /Page /Parent 2 0 R /Contents {} 0 R /Resources << /Font << /F 3 0 R /L 5 0 R /M 6 0 R >> >> {page_entries} >>",
                at + 1
            ),
        ));
        objects.push((at + 1, format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len())));
    }
    let mut out = String::from("%PDF-1.4\n");
    for (number, body) in objects {
        let _ = write!(out, "{number} 0 obj\n{body}\nendobj\n");
    }
    out += "trailer\n<< /Root 1 0 R /Size 100 >>\n";
    out.into_bytes()
}

/// Text that begins at a place.
fn text(x: i32, y: i32, text: &str) -> String {
    let hex: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("BT /F 10 Tf {x} {y} Td <{hex}> Tj ET\n")
}

/// Lines from left, bottom to right, top.
fn rules(lines: &[[i32; 4]]) -> String {
    lines.iter().map(|[x0, y0, x1, y1]| format!("{x0} {y0} m {x1} {y1} l S\n")).collect()
}

fn shown_pdf(pages: &[&str]) -> String {
    shown_bytes(&pdf(pages))
}

fn shown_bytes(bytes: &[u8]) -> String {
    match try_read("a.pdf", bytes).1 {
        Ok(Content::Document(document)) => dump(&document),
        Ok(Content::Tree(_)) => panic!("a tree"),
        Err(failure) => panic!("{}", failure.message.render(Lang::En)),
    }
}

#[test]
fn lines_join_into_paragraphs_and_margins_are_left_out() {
    let first = [
        text(50, 380, "借阅统计"),
        text(150, 350, "2023年"),
        text(70, 320, "全年共借出图书二百册，其中文学图书一百二十册，占一半以上，"),
        text(50, 305, "科学图书八十册。新收申请 12 件，上年结转 3 件。比上年同期多"),
        text(190, 10, "- 1 -"),
    ]
    .concat();
    let second =
        [text(50, 380, "借阅统计"), text(50, 350, "借出二十册。"), text(70, 335, "另起一段。"), text(190, 10, "- 2 -")].concat();
    let file = pdf(&[&first, &second]);
    insta::assert_snapshot!(shown_bytes(&file), @r"
    P 2023年
    P 全年共借出图书二百册，其中文学图书一百二十册，占一半以上，科学图书八十册。新收申请 12 件，上年结转 3 件。比上年同期多借出二十册。
    P 另起一段。
    ");
    insta::assert_snapshot!(places("a.pdf", &file), @r"
    page 1, line 1 = 2023年
    page 1, line 2 = 全年共借出图书二百册，其中文学图书一百二十册，占一半以上，科学图书八十册。新收申请 12 件，上年结转 3 件。比上年同期多借出二十册。
    page 2, line 2 = 另起一段。
    ");
}

/// Two pages of one table: a merged heading, a vertical label, a wrapped label, a page break in the middle.
fn table_pages() -> (String, String) {
    let first = [
        text(50, 350, "图书借阅统计"),
        rules(&[[50, 340, 290, 340], [90, 320, 290, 320], [50, 300, 290, 300], [90, 260, 290, 260], [50, 240, 290, 240]]),
        rules(&[[50, 340, 50, 240], [90, 300, 90, 240], [190, 340, 190, 240], [240, 320, 240, 240], [290, 340, 290, 240]]),
        text(60, 325, "类别"),
        text(225, 325, "册数"),
        text(200, 305, "新书"),
        text(250, 305, "旧书"),
        text(65, 280, "借"),
        text(65, 265, "出"),
        text(95, 285, "文学（含诗歌和"),
        text(95, 270, "散文、小说）"),
        text(210, 278, "1"),
        text(215, 278, "2"),
        text(260, 278, "34"),
        text(95, 247, "科学"),
        text(210, 247, "5"),
        text(260, 247, "6"),
    ]
    .concat();
    let second = [
        rules(&[[50, 380, 290, 380], [90, 360, 290, 360], [50, 340, 290, 340], [50, 320, 290, 320]]),
        rules(&[[50, 380, 50, 320], [90, 380, 90, 340], [190, 380, 190, 320], [240, 380, 240, 320], [290, 380, 290, 320]]),
        text(95, 367, "历史"),
        text(210, 367, "7"),
        text(95, 347, "其他"),
        text(210, 347, "8"),
        text(260, 347, "9"),
        text(60, 327, "合计"),
        text(210, 327, "20"),
        text(260, 327, "49"),
    ]
    .concat();
    (first, second)
}

#[test]
fn ruled_tables() {
    let (first, second) = table_pages();
    let file = pdf(&[&first, &second]);
    insta::assert_snapshot!(shown_bytes(&file), @r"
    P 图书借阅统计
    Spanned
    R 类别@0+2*1¦册数@2+2*1
    R @0+2*1¦新书¦旧书
    R 借出@0+1*4¦文学（含诗歌和散文、小说）¦12¦34
    R 科学¦5¦6
    R 历史¦7¦
    R 其他¦8¦9
    R 合计@0+2*1¦20¦49
    ");
    insta::assert_snapshot!(places("a.pdf", &file), @r"
    page 1, line 1 = 图书借阅统计
    page 1, table 1, row 1, cell 1 = 类别
    page 1, table 1, row 1, cell 2 = 册数
    page 1, table 1, row 2, cell 1 = 
    page 1, table 1, row 2, cell 2 = 新书
    page 1, table 1, row 2, cell 3 = 旧书
    page 1, table 1, row 3, cell 1 = 借出
    page 1, table 1, row 3, cell 2 = 文学（含诗歌和散文、小说）
    page 1, table 1, row 3, cell 3 = 12
    page 1, table 1, row 3, cell 4 = 34
    page 1, table 1, row 4, cell 1 = 科学
    page 1, table 1, row 4, cell 2 = 5
    page 1, table 1, row 4, cell 3 = 6
    page 2, table 1, row 1, cell 2 = 历史
    page 2, table 1, row 1, cell 3 = 7
    page 2, table 1, row 1, cell 4 = 
    page 2, table 1, row 2, cell 1 = 其他
    page 2, table 1, row 2, cell 2 = 8
    page 2, table 1, row 2, cell 3 = 9
    page 2, table 1, row 3, cell 1 = 合计
    page 2, table 1, row 3, cell 2 = 20
    page 2, table 1, row 3, cell 3 = 49
    ");
}

#[test]
fn rows_without_rules() {
    let rows = [("类别", "新书", "旧书"), ("文学", "12", "34"), ("科学", "5", "6"), ("合计", "17", "40")];
    let page: String = rows
        .iter()
        .enumerate()
        .map(|(row, (label, new, old))| {
            let y = 350 - 20 * row as i32;
            text(50, y, label) + &text(150, y, new) + &text(220, y, old)
        })
        .collect();
    insta::assert_snapshot!(shown_pdf(&[&page]), @r"
    P 类别 新书 旧书
    P 文学 12 34
    P 科学 5 6
    P 合计 17 40
    ");
}

#[test]
fn every_way_of_placing_text() {
    let page = "q 2 0 0 2 0 0 cm BT /L 10 Tf 12 TL 20 150 Td (A) Tj T* (B) ' 1 0 0 1 20 100 Tm [(C) -3000 (D)] TJ ET Q\n\
        BT /L 10 Tf 50 Tz 2 Tc 20 50 Td (12) Tj ET BT /L 10 Tf 1 0 0 1 60 50 Tm (x\\(y\\)) Tj ET\n\
        0 0 400 400 re f BT /L 10 Tf 300 50 Td ( ) Tj ET BT /Nix 10 Tf (no font) Tj ET";
    insta::assert_snapshot!(shown_pdf(&[page]), @r"
    P A B
    P C D
    P 12 x(y)
    ");
    let turned = "BT /L 10 Tf 0 1 -1 0 100 50 Tm (upright) Tj ET";
    insta::assert_snapshot!(shown_bytes(&pdf_with(&[turned], "/Rotate 90")), @r"P upright");
}

/// A file that takes this password to open.
fn locked(password: &str) -> Vec<u8> {
    let mut doc = lopdf::Document::load_mem(&pdf(&[&text(50, 50, "借阅统计")])).unwrap();
    let id = lopdf::Object::string_literal("0123456789abcdef");
    doc.trailer.set("ID", lopdf::Object::Array(vec![id.clone(), id]));
    let version = lopdf::EncryptionVersion::V2 {
        document: &doc,
        owner_password: "owner",
        user_password: password,
        key_length: 128,
        permissions: lopdf::Permissions::all(),
    };
    let state = lopdf::EncryptionState::try_from(version).unwrap();
    doc.encrypt(&state).unwrap();
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_file_that_only_forbids_editing_is_read() {
    assert_eq!(shown_bytes(&locked("")), "P 借阅统计\n");
}

#[test]
fn what_cannot_be_read_is_said() {
    let mute = "BT /M 10 Tf 20 50 Td <00010002> Tj ET";
    let files = [
        ("scan", pdf(&["", "0 0 9 9 re f"])),
        ("mute", pdf(&[mute])),
        ("locked", locked("secret")),
        ("cut", b"%PDF-1.7\n1 0 obj << /Type /Catalog >>".to_vec()),
        ("no pages", pdf(&[])),
    ];
    let said: Vec<String> = files
        .iter()
        .map(|(name, bytes)| format!("{name}: {}{}", failure("a.pdf", bytes, Lang::Zh), failure("a.pdf", bytes, Lang::En)))
        .collect();
    insta::assert_snapshot!(said.concat(), @r#"
    scan: G0624 这个 PDF 有 2 页，但没有文字，像是扫描件
      0..0 "" 
      = 请用导出它的原始文件（Word、网页）检查，或先做文字识别（OCR）
    G0624 this PDF has 2 pages and no text: it looks like a scan
      0..0 "" 
      = check the file it was made from (Word, a web page), or recognize its text (OCR) first
    mute: G0624 这个 PDF（1 页）的字体没有说明字形是什么字：2 个字形认不出来
      0..0 "" 
      = 请用导出它的原始文件（Word、网页）检查，或先做文字识别（OCR）
    G0624 the fonts of this PDF (1 pages) do not say which characters they show: 2 are unknown
      0..0 "" 
      = check the file it was made from (Word, a web page), or recognize its text (OCR) first
    locked: G0622 文件设有打开密码，读不到内容
      0..0 "" 
      = 请用办公软件打开它，去掉密码另存一份，再检查那一份
    G0622 the file is encrypted: it takes a password to read it
      0..0 "" 
      = open it, remove the password, save a copy and check that
    cut: G0621 文件已损坏，无法读取（PDF：failed parsing cross reference table）
      0..0 "" 
      = 请核对下载是否完整，能否用办公软件打开；能打开的话，另存一份再检查
    G0621 the file is damaged and cannot be read (PDF: failed parsing cross reference table)
      0..0 "" 
      = see whether the download is complete and the program that made the file opens it; if it does, save a copy and check that
    no pages: G0621 文件已损坏，无法读取（PDF：no pages）
      0..0 "" 
      = 请核对下载是否完整，能否用办公软件打开；能打开的话，另存一份再检查
    G0621 the file is damaged and cannot be read (PDF: no pages)
      0..0 "" 
      = see whether the download is complete and the program that made the file opens it; if it does, save a copy and check that
    "#);
    let mut sources = Sources::new();
    let half = pdf(&[&text(50, 50, "文"), ""]);
    let contents = open(&mut sources, "a.pdf", &half, &Hints::default()).unwrap();
    insta::assert_snapshot!(contents.notes[0].message.render(Lang::Zh), @r"PDF 的这些页没有文字，可能是扫描的图片：第 2 页");
}

#[test]
fn hostile_files_end() {
    // A page tree that bites its tail, a form that draws itself.
    let circle = "%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Kids [2 0 R 3 0 R] /Parent 2 0 R /Count 9 >> endobj\n\
        3 0 obj << /Type /Page /Parent 3 0 R /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >> endobj\n\
        4 0 obj << /Length 5 >>\nstream\n/X Do\nendstream endobj\n\
        5 0 obj << /Type /XObject /Subtype /Form /Resources << /XObject << /X 5 0 R >> >> /Length 11 >>\nstream\n/X Do /X Do\nendstream endobj\ntrailer << /Root 1 0 R >>";
    survives("a.pdf", circle.as_bytes());
    let grid: String = (0..3000).map(|at| format!("0 {at} m 3000 {at} l S {at} 0 m {at} 3000 l S\n")).collect();
    survives("a.pdf", &pdf(&[&grid]));
    let deep = format!("%PDF-1.4\n1 0 obj {}{} endobj\ntrailer << /Root 1 0 R >>", "[".repeat(100_000), "]".repeat(100_000));
    survives("a.pdf", deep.as_bytes());
    survives("a.pdf", &pdf(&[&"q ".repeat(200_000)]));
    survives("a.pdf", &pdf(&["BT /L 1e38 Tf 1e38 0 0 1e38 1e38 1e38 Tm (a) Tj (b) Tj ET 1e38 1e38 1e38 1e38 re S"]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 200 } else { 2000 }))]

    #[test]
    fn damaged_files_do_not_panic(cut in 0usize..6000, at in 0usize..6000, byte in any::<u8>()) {
        let (first, second) = table_pages();
        let whole = pdf(&[&first, &second]);
        survives("a.pdf", &whole[..cut.min(whole.len())]);
        let mut flipped = whole;
        let at = at % flipped.len();
        flipped[at] = byte;
        survives("a.pdf", &flipped);
    }

    #[test]
    fn any_instructions_do_not_panic(pieces in prop::collection::vec(prop::sample::select(vec![
        "q", "Q", "BT", "ET", "/F 10 Tf", "/L -3 Tf", "1 0 0 1 5 5 cm", "0 0 0 0 0 0 cm", "(12) Tj", "<65875B66> Tj", "[(a) 1e9 (b)] TJ", "T*",
        "5 TL", "3 4 Td", "0 1 -1 0 9 9 Tm", "0 0 50 50 re", "S", "f", "0 0 m", "90 0 l", "0 90 l", "h", "n", "1 2 3 4 5 6 c", "(", "<<", "9e99",
    ]), 0..60)) {
        survives("a.pdf", &pdf(&[&pieces.join(" ")]));
    }

    #[test]
    fn any_bytes_behind_the_mark_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        survives("a.pdf", &[b"%PDF-1.7\n".as_slice(), &bytes].concat());
    }
}

/// Bytes changed all over a real file.
#[test]
fn a_real_file_damaged_does_not_panic() {
    let Some(corpus) = std::env::var_os("GOUJI_CORPUS") else {
        eprintln!("skipped: GOUJI_CORPUS is not set");
        return;
    };
    let whole = std::fs::read(std::path::Path::new(&corpus).join("reports/huaian_2024.pdf")).unwrap();
    let rounds = if std::env::var_os("GOUJI_THOROUGH").is_some() { 2000 } else { 12 };
    let mut seed = 7u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for _ in 0..rounds {
        let mut bytes = whole.clone();
        for _ in 0..1 + random(20) {
            let at = random(bytes.len());
            bytes[at] = random(256) as u8;
        }
        if random(4) == 0 {
            let from = random(bytes.len());
            bytes.drain(from..(from + random(2000)).min(whole.len()));
        }
        survives("a.pdf", &bytes);
    }
}
