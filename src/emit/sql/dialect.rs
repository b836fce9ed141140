//! What the engines spell differently.

/// An engine that the rules are written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    DuckDb,
    /// Spark SQL in ANSI mode.
    Spark,
    Postgres,
}

impl Dialect {
    pub const ALL: [Dialect; 3] = [Dialect::DuckDb, Dialect::Spark, Dialect::Postgres];

    pub fn name(self) -> &'static str {
        match self {
            Dialect::DuckDb => "DuckDB",
            Dialect::Spark => "Spark SQL",
            Dialect::Postgres => "PostgreSQL",
        }
    }

    /// A quoted name.
    pub(super) fn name_of(self, name: &str) -> String {
        match self {
            Dialect::DuckDb | Dialect::Postgres => format!("\"{}\"", name.replace('"', "\"\"")),
            Dialect::Spark => format!("`{}`", name.replace('`', "``")),
        }
    }

    /// A text literal. Spark takes `''` for two literals side by side, and a backslash for an escape.
    pub(super) fn text(self, text: &str) -> String {
        match self {
            Dialect::DuckDb | Dialect::Postgres => format!("'{}'", text.replace('\'', "''")),
            Dialect::Spark => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
        }
    }

    pub(super) fn text_type(self) -> &'static str {
        match self {
            Dialect::DuckDb => "VARCHAR",
            Dialect::Spark => "STRING",
            Dialect::Postgres => "TEXT",
        }
    }

    /// Whole numbers of at least 38 digits.
    pub(super) fn whole_type(self) -> &'static str {
        match self {
            Dialect::DuckDb => "HUGEINT",
            Dialect::Spark => "DECIMAL(38, 0)",
            Dialect::Postgres => "NUMERIC",
        }
    }

    /// A decimal of 38 digits, so many of them behind the point.
    pub(super) fn decimal_type(self, places: u8) -> String {
        match self {
            Dialect::DuckDb | Dialect::Spark => format!("DECIMAL(38, {places})"),
            Dialect::Postgres => format!("NUMERIC(38, {places})"),
        }
    }

    pub(super) fn whole(self, number: &str) -> String {
        format!("CAST({number} AS {})", self.whole_type())
    }

    pub(super) fn matches(self, text: &str, pattern: &str) -> String {
        let pattern = self.text(pattern);
        match self {
            Dialect::DuckDb => format!("regexp_matches({text}, {pattern})"),
            Dialect::Spark => format!("{text} RLIKE {pattern}"),
            Dialect::Postgres => format!("{text} ~ {pattern}"),
        }
    }

    /// All values of a group in one array, ordered by `no`, empty ones kept.
    pub(super) fn array(self, value: &str) -> String {
        match self {
            Dialect::DuckDb => format!("LIST({value} ORDER BY no) FILTER (WHERE no IS NOT NULL)"),
            Dialect::Spark => {
                format!("transform(array_sort(collect_list(struct(no, {value} AS x)) FILTER (WHERE no IS NOT NULL)), e -> e.x)")
            }
            Dialect::Postgres => format!("ARRAY_AGG({value} ORDER BY no) FILTER (WHERE no IS NOT NULL)"),
        }
    }

    /// Whether an array is 1, 2, 3 … `count`.
    pub(super) fn is_run(self, array: &str, count: usize) -> String {
        let run = match self {
            Dialect::DuckDb => format!("RANGE(1, {})", count + 1),
            Dialect::Spark => format!("sequence(1, {count})"),
            Dialect::Postgres => format!("ARRAY(SELECT GENERATE_SERIES(1, {count}))"),
        };
        format!("COALESCE({array} = {run}, FALSE)")
    }

    /// An element of such an array, counted from 1.
    pub(super) fn element(self, array: &str, number: usize) -> String {
        match self {
            Dialect::DuckDb | Dialect::Postgres => format!("{array}[{number}]"),
            Dialect::Spark => format!("{array}[{}]", number.saturating_sub(1)),
        }
    }

    /// `CREATE VIEW`; an older one of the name gives way.
    pub(super) fn view(self, name: &str) -> String {
        let name = self.name_of(name);
        match self {
            Dialect::DuckDb => format!("CREATE OR REPLACE VIEW {name} AS"),
            Dialect::Spark => format!("CREATE OR REPLACE TEMPORARY VIEW {name} AS"),
            Dialect::Postgres => format!("CREATE VIEW {name} AS"),
        }
    }

    /// Words compare by their characters' numbers, whatever the database's language.
    pub(super) fn ordered(self, word: &str) -> String {
        match self {
            Dialect::DuckDb | Dialect::Spark => word.to_owned(),
            Dialect::Postgres => format!("{word} COLLATE \"C\""),
        }
    }

    /// The longest name, in bytes.
    pub(super) fn longest_name(self) -> Option<usize> {
        match self {
            Dialect::DuckDb | Dialect::Spark => None,
            Dialect::Postgres => Some(63),
        }
    }

    /// The most columns of a row.
    pub(super) fn most_columns(self) -> Option<usize> {
        match self {
            Dialect::DuckDb | Dialect::Spark => None,
            Dialect::Postgres => Some(1_600),
        }
    }
}
