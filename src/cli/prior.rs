//! `--prior`: a report of the year before, or a folder of them.

use std::path::Path;
use std::sync::Arc;

use super::inputs::expand;
use super::shell::{Shell, Stop};
use crate::chain::{Given, Priors};
use crate::diag::wording::cli as w;
use crate::engine::{self, Library, Options};
use crate::source::Sources;

/// Reads what `--prior` names. What cannot be read is told on standard error; the reports that need it say so as well.
pub(super) fn given(
    path: Option<&Path>,
    libraries: &[Library],
    sources: &mut Sources,
    options: &Options,
    shell: &Shell,
) -> Result<Option<Arc<Priors>>, Stop> {
    let Some(path) = path else { return Ok(None) };
    if !path.exists() {
        return Err(Stop::Because(w::NO_SUCH_FILE.with("path", path.to_string_lossy().into_owned())));
    }
    let given = if path.is_dir() { Given::Folder } else { Given::File };
    let inputs = expand(&path.to_string_lossy()).map_err(Stop::Because)?;
    // One after the other: only what is needed of them is kept.
    let files = inputs.iter().filter_map(|input| match input.read() {
        Ok(bytes) => Some((input.name(None), bytes)),
        Err(message) => {
            shell.note(&message);
            None
        }
    });
    let priors = engine::priors(libraries, sources, files, given, options);
    if given == Given::Folder {
        for unread in priors.unread() {
            shell.note(&w::PRIOR_UNREAD.with("file", &unread.name).with("why", unread.why.clone()));
        }
    }
    Ok(Some(Arc::new(priors)))
}
