//! A page of a PDF as it is drawn: characters with their places, and the lines that rule its tables.
//!
//! Places are in points from the top left corner of the page as it is looked at. They are measures of paper, binary and
//! approximate; no figure passes through them.

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::pdf_fonts::{self, Font};

/// Drawings inside drawings deeper than this are left out.
const MAX_FORMS: usize = 8;
/// A line is thinner than this.
const THIN: f64 = 2.5;
/// A rule is longer than this.
const SHORT: f64 = 3.0;

/// One character where it stands. `y` is its baseline.
#[derive(Debug, Clone)]
pub struct Glyph {
    pub x0: f64,
    pub x1: f64,
    pub y: f64,
    pub size: f64,
    pub text: String,
}

/// A horizontal or vertical line: `at` is its y or x, `from..to` its extent.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub at: f64,
    pub from: f64,
    pub to: f64,
}

#[derive(Debug, Default)]
pub struct Page {
    pub glyphs: Vec<Glyph>,
    pub across: Vec<Rule>,
    pub down: Vec<Rule>,
}

/// What the pages of a file may still use up.
#[derive(Debug, Clone, Copy)]
pub struct Allowance {
    /// Bytes of drawing instructions.
    pub bytes: usize,
    pub glyphs: usize,
    pub rules: usize,
}

/// [`Allowance`] is used up.
#[derive(Debug)]
pub struct TooMuch;

#[derive(Debug, Clone, Copy)]
struct Matrix([f64; 6]);

impl Matrix {
    const IDENTITY: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// `self` first, then `after`.
    fn then(self, after: Matrix) -> Matrix {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, after.0);
        Matrix([a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l])
    }

    fn apply(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    fn from_operands(operands: &[f64]) -> Option<Matrix> {
        operands.try_into().ok().map(Matrix)
    }
}

#[derive(Debug, Clone)]
struct State {
    matrix: Matrix,
    font: Option<usize>,
    size: f64,
    character_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

struct Painter<'a> {
    doc: &'a Document,
    page: Page,
    allowance: &'a mut Allowance,
}

/// Draws a page.
///
/// # Errors
/// The allowance is used up.
pub fn draw(doc: &Document, id: ObjectId, allowance: &mut Allowance) -> Result<Page, TooMuch> {
    let mut page = Page::default();
    let Ok(dictionary) = doc.get_dictionary(id) else { return Ok(page) };
    let Ok(bytes) = doc.get_page_content_with_limit(id, allowance.bytes) else { return Err(TooMuch) };
    let box_of = |name| inherited(doc, dictionary, name).and_then(|object| numbers(doc, object)).filter(|list| list.len() == 4);
    let sides = box_of(b"CropBox").or_else(|| box_of(b"MediaBox")).unwrap_or_else(|| vec![0.0, 0.0, 595.0, 842.0]);
    let turned = inherited(doc, dictionary, b"Rotate").and_then(|turn| turn.as_i64().ok()).unwrap_or(0).rem_euclid(360);
    let corner = |at: usize, other: usize, pick: fn(f64, f64) -> f64| {
        pick(sides.get(at).copied().unwrap_or(0.0), sides.get(other).copied().unwrap_or(0.0))
    };
    let (left, bottom) = (corner(0, 2, f64::min), corner(1, 3, f64::min));
    let (right, top) = (corner(0, 2, f64::max), corner(1, 3, f64::max));
    // y runs up in the file and down here.
    let matrix = match turned {
        90 => Matrix([0.0, 1.0, 1.0, 0.0, -bottom, -left]),
        180 => Matrix([-1.0, 0.0, 0.0, 1.0, right, -bottom]),
        270 => Matrix([0.0, -1.0, -1.0, 0.0, top, right]),
        _ => Matrix([1.0, 0.0, 0.0, -1.0, -left, top]),
    };
    let resources = inherited(doc, dictionary, b"Resources").and_then(|resources| resources.as_dict().ok());
    let mut painter = Painter { doc, page, allowance };
    painter.run(&bytes, resources, matrix, 0)?;
    page = painter.page;
    Ok(page)
}

/// An entry of a page or of the nodes above it.
fn inherited<'a>(doc: &'a Document, page: &'a Dictionary, name: &[u8]) -> Option<&'a Object> {
    let mut node = page;
    for _ in 0..64 {
        if let Ok(object) = node.get_deref(name, doc) {
            return Some(object);
        }
        node = node.get_deref(b"Parent", doc).and_then(Object::as_dict).ok()?;
    }
    None
}

fn number(object: &Object) -> Option<f64> {
    object.as_float().ok().map(f64::from).filter(|number| number.is_finite() && number.abs() < 1e7)
}

fn numbers(doc: &Document, object: &Object) -> Option<Vec<f64>> {
    object.as_array().ok()?.iter().take(6).map(|item| number(doc.dereference(item).ok()?.1)).collect()
}

impl<'a> Painter<'a> {
    fn run(&mut self, bytes: &[u8], resources: Option<&Dictionary>, matrix: Matrix, depth: usize) -> Result<(), TooMuch> {
        self.allowance.bytes = self.allowance.bytes.checked_sub(bytes.len()).ok_or(TooMuch)?;
        let doc = self.doc;
        let named = resources.map(|resources| pdf_fonts::dictionaries(doc, resources)).unwrap_or_default();
        let mapped: Vec<Option<Dictionary>> = named.iter().map(|(_, font)| pdf_fonts::mapped(doc, font)).collect();
        let fonts: Vec<Font> =
            named.iter().zip(&mapped).map(|((_, font), mapped)| Font::new(doc, font, mapped.as_ref())).collect();
        // What can be read of a damaged drawing is drawn.
        let Ok(content) = Content::decode(bytes) else { return Ok(()) };
        let mut state =
            State { matrix, font: None, size: 0.0, character_space: 0.0, word_space: 0.0, scale: 1.0, leading: 0.0, rise: 0.0 };
        let mut stack: Vec<State> = Vec::new();
        let (mut text, mut line) = (Matrix::IDENTITY, Matrix::IDENTITY);
        let mut path = Path::default();
        for operation in &content.operations {
            let operands = &operation.operands;
            let n: Vec<f64> = operands.iter().filter_map(number).take(6).collect();
            let at = |index: usize| n.get(index).copied().unwrap_or(0.0);
            match operation.operator.as_str() {
                "q" if stack.len() < 1000 => stack.push(state.clone()),
                "Q" => state = stack.pop().unwrap_or(state),
                "cm" => {
                    if let Some(matrix) = Matrix::from_operands(&n) {
                        state.matrix = matrix.then(state.matrix);
                    }
                }
                "BT" => (text, line) = (Matrix::IDENTITY, Matrix::IDENTITY),
                "Tf" => {
                    let name = operands.first().and_then(|name| name.as_name().ok());
                    state.font = name.and_then(|name| named.iter().position(|(other, _)| other == name));
                    state.size = at(0);
                }
                "Tc" => state.character_space = at(0),
                "Tw" => state.word_space = at(0),
                "Tz" => state.scale = at(0) / 100.0,
                "TL" => state.leading = at(0),
                "Ts" => state.rise = at(0),
                "Tm" => {
                    if let Some(matrix) = Matrix::from_operands(&n) {
                        (text, line) = (matrix, matrix);
                    }
                }
                "Td" | "TD" | "T*" => {
                    let (x, y) = if operation.operator == "T*" { (0.0, -state.leading) } else { (at(0), at(1)) };
                    if operation.operator == "TD" {
                        state.leading = -y;
                    }
                    line = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(line);
                    text = line;
                }
                "Tj" | "'" | "\"" => {
                    if operation.operator != "Tj" {
                        if operation.operator == "\"" {
                            (state.word_space, state.character_space) = (at(0), at(1));
                        }
                        line = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading]).then(line);
                        text = line;
                    }
                    if let Some(Object::String(bytes, _)) = operands.last() {
                        self.show(&fonts, &state, &mut text, bytes)?;
                    }
                }
                "TJ" => {
                    let Some(Object::Array(items)) = operands.first() else { continue };
                    for item in items {
                        match item {
                            Object::String(bytes, _) => self.show(&fonts, &state, &mut text, bytes)?,
                            other => {
                                let back = number(other).unwrap_or(0.0);
                                let shift = -back / 1000.0 * state.size * state.scale;
                                text = Matrix([1.0, 0.0, 0.0, 1.0, shift, 0.0]).then(text);
                            }
                        }
                    }
                }
                "m" => path.move_to(state.matrix.apply(at(0), at(1))),
                "l" => path.line_to(state.matrix.apply(at(0), at(1))),
                "h" => path.close(),
                "re" => {
                    let corners = [(0.0, 0.0), (at(2), 0.0), (at(2), at(3)), (0.0, at(3))];
                    path.polygon(corners.map(|(x, y)| state.matrix.apply(at(0) + x, at(1) + y)));
                }
                // Curves rule nothing; the path goes on where they end.
                "c" => path.move_to(state.matrix.apply(at(4), at(5))),
                "v" | "y" => path.move_to(state.matrix.apply(at(2), at(3))),
                "S" | "s" | "B" | "B*" | "b" | "b*" => {
                    if matches!(operation.operator.as_str(), "s" | "b" | "b*") {
                        path.close();
                    }
                    self.rules(std::mem::take(&mut path), true)?;
                }
                "f" | "F" | "f*" => self.rules(std::mem::take(&mut path), false)?,
                "n" => path = Path::default(),
                "Do" if depth < MAX_FORMS => self.form(operands, resources, state.matrix, depth)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn form(&mut self, operands: &[Object], resources: Option<&Dictionary>, matrix: Matrix, depth: usize) -> Result<(), TooMuch> {
        let doc = self.doc;
        let objects = resources.and_then(|resources| resources.get_deref(b"XObject", doc).and_then(Object::as_dict).ok());
        let name = operands.first().and_then(|name| name.as_name().ok());
        let stream = objects.zip(name).and_then(|(objects, name)| objects.get_deref(name, doc).and_then(Object::as_stream).ok());
        let Some(stream) =
            stream.filter(|stream| stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form"))
        else {
            return Ok(());
        };
        let own = stream.dict.get_deref(b"Matrix", doc).ok().and_then(|own| numbers(doc, own));
        let matrix = own.and_then(|own| Matrix::from_operands(&own)).map_or(matrix, |own| own.then(matrix));
        let own = stream.dict.get_deref(b"Resources", doc).and_then(Object::as_dict).ok();
        match stream.get_plain_content_with_limit(self.allowance.bytes) {
            Ok(bytes) => self.run(&bytes, own.or(resources), matrix, depth + 1),
            Err(_) => Ok(()),
        }
    }

    fn show(&mut self, fonts: &[Font], state: &State, text: &mut Matrix, bytes: &[u8]) -> Result<(), TooMuch> {
        let Some(font) = state.font.and_then(|font| fonts.get(font)) else { return Ok(()) };
        for code in font.decode(bytes) {
            let width = code.width / 1000.0 * state.size;
            let spaces = state.character_space + if code.is_space { state.word_space } else { 0.0 };
            let place = text.then(state.matrix);
            let (x, y) = place.apply(0.0, state.rise);
            let (end, _) = place.apply(width * state.scale, state.rise);
            let (up_x, up_y) = (place.0[2] * state.size, place.0[3] * state.size);
            let size = up_x.hypot(up_y).clamp(0.1, 1000.0);
            // Across the page or turned: a turned character stands on its own.
            let x1 = if (end - x).abs() < 0.01 { x + size } else { end };
            if !code.text.trim().is_empty() && x.is_finite() && y.is_finite() && x1.is_finite() {
                self.allowance.glyphs = self.allowance.glyphs.checked_sub(1).ok_or(TooMuch)?;
                self.page.glyphs.push(Glyph { x0: x.min(x1), x1: x.max(x1), y, size, text: code.text });
            }
            *text = Matrix([1.0, 0.0, 0.0, 1.0, (width + spaces) * state.scale, 0.0]).then(*text);
        }
        Ok(())
    }

    /// The rules of a path: its sides when it is stroked, the whole of a thin one when it is filled.
    fn rules(&mut self, path: Path, stroked: bool) -> Result<(), TooMuch> {
        for figure in &path.figures {
            if !stroked {
                let (mut left, mut right, mut top, mut bottom) = (f64::MAX, f64::MIN, f64::MAX, f64::MIN);
                for (x, y) in figure {
                    (left, right, top, bottom) = (left.min(*x), right.max(*x), top.min(*y), bottom.max(*y));
                }
                if bottom - top <= THIN || right - left <= THIN {
                    self.rule((left, top), (right, bottom))?;
                }
                continue;
            }
            for (from, to) in figure.iter().zip(figure.iter().skip(1)) {
                self.rule(*from, *to)?;
            }
        }
        Ok(())
    }

    fn rule(&mut self, (x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> Result<(), TooMuch> {
        let (wide, high) = ((x1 - x0).abs(), (y1 - y0).abs());
        if ![x0, y0, x1, y1].iter().all(|value| value.is_finite()) || wide.max(high) < SHORT {
            return Ok(());
        }
        let (across, rule) = if high <= THIN && wide > high {
            (true, Rule { at: (y0 + y1) / 2.0, from: x0.min(x1), to: x0.max(x1) })
        } else if wide <= THIN {
            (false, Rule { at: (x0 + x1) / 2.0, from: y0.min(y1), to: y0.max(y1) })
        } else {
            return Ok(());
        };
        self.allowance.rules = self.allowance.rules.checked_sub(1).ok_or(TooMuch)?;
        let rules = if across { &mut self.page.across } else { &mut self.page.down };
        rules.push(rule);
        Ok(())
    }
}

#[derive(Debug, Default)]
struct Path {
    figures: Vec<Vec<(f64, f64)>>,
}

impl Path {
    fn move_to(&mut self, point: (f64, f64)) {
        self.figures.push(vec![point]);
    }

    fn line_to(&mut self, point: (f64, f64)) {
        match self.figures.last_mut() {
            Some(figure) => figure.push(point),
            None => self.move_to(point),
        }
    }

    fn close(&mut self) {
        if let Some(figure) = self.figures.last_mut() {
            figure.extend(figure.first().copied());
        }
    }

    fn polygon(&mut self, corners: [(f64, f64); 4]) {
        let mut figure = corners.to_vec();
        figure.extend(corners.first());
        self.figures.push(figure);
    }
}
