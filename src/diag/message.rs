//! Wordings and their arguments.

use serde::{Deserialize, Serialize};

/// The two languages Gouji speaks. Chinese is its users' first language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Zh,
    En,
}

/// One message in both languages. `{name}` stands for the argument of that name; `{{` for a brace.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Wording {
    /// Names the wording in tests and catalogues, `resolve.unknown_name`.
    pub key: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

impl Wording {
    /// A message without arguments.
    pub fn plain(&'static self) -> Message {
        Message { wording: self, args: Vec::new() }
    }

    /// A message with its first argument; chain [`Message::with`] for more.
    pub fn with(&'static self, name: &'static str, arg: impl Into<Arg>) -> Message {
        self.plain().with(name, arg)
    }
}

/// An argument of a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// Printed as it is: a name, a figure, a piece of the report.
    Text(String),
    /// Joined the way the language joins: `、` or `, `.
    List(Vec<String>),
    /// A message inside a message.
    Message(Box<Message>),
    /// Messages joined like a list.
    Messages(Vec<Message>),
    /// One behind the other.
    Run(Vec<Arg>),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Arg {
        Arg::Text(text.to_owned())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Arg {
        Arg::Text(text)
    }
}
impl From<&String> for Arg {
    fn from(text: &String) -> Arg {
        Arg::Text(text.clone())
    }
}
impl From<usize> for Arg {
    fn from(number: usize) -> Arg {
        Arg::Text(number.to_string())
    }
}
impl From<Vec<String>> for Arg {
    fn from(list: Vec<String>) -> Arg {
        Arg::List(list)
    }
}
impl From<Vec<Message>> for Arg {
    fn from(list: Vec<Message>) -> Arg {
        Arg::Messages(list)
    }
}
impl From<Vec<Arg>> for Arg {
    fn from(pieces: Vec<Arg>) -> Arg {
        Arg::Run(pieces)
    }
}
impl From<Message> for Arg {
    fn from(message: Message) -> Arg {
        Arg::Message(Box::new(message))
    }
}

/// A wording with its arguments: language-free until it is rendered.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    pub wording: &'static Wording,
    pub args: Vec<(&'static str, Arg)>,
}

impl Message {
    pub fn with(mut self, name: &'static str, arg: impl Into<Arg>) -> Message {
        self.args.push((name, arg.into()));
        self
    }

    /// The sentence in one language. A placeholder without an argument stays visible, so that a test catches it.
    pub fn render(&self, lang: Lang) -> String {
        let mut text = match lang {
            Lang::Zh => self.wording.zh,
            Lang::En => self.wording.en,
        };
        let mut out = String::with_capacity(text.len() + 16);
        while let Some(at) = text.find(['{', '}']) {
            let (before, rest) = text.split_at(at);
            out.push_str(before);
            if let Some(after) = rest.strip_prefix("{{").or_else(|| rest.strip_prefix("}}")) {
                out.push_str(&rest[..1]);
                text = after;
                continue;
            }
            let Some(end) = rest.find('}') else {
                out.push_str(rest);
                return out;
            };
            let name = rest.get(1..end).unwrap_or("");
            match self.args.iter().find(|(key, _)| *key == name) {
                Some((_, arg)) => out.push_str(&arg.render(lang)),
                None => out.push_str(&rest[..=end]),
            }
            text = &rest[end + 1..];
        }
        out.push_str(text);
        out
    }
}

impl Arg {
    fn render(&self, lang: Lang) -> String {
        let comma = match lang {
            Lang::Zh => "、",
            Lang::En => ", ",
        };
        match self {
            Arg::Text(text) => text.clone(),
            Arg::List(items) => items.join(comma),
            Arg::Message(message) => message.render(lang),
            Arg::Run(pieces) => pieces.iter().map(|piece| piece.render(lang)).collect(),
            Arg::Messages(list) => list.iter().map(|message| message.render(lang)).collect::<Vec<_>>().join(comma),
        }
    }
}
