//! `plugin start` and `plugin startdir`.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use rustix::fs::{Access, access};

use super::answering::{in_thread, listed, of_system};
use super::asked::{parameter, program};
use crate::commands::Step;
use crate::outcome::{Done, Outcome};
use crate::plugin::{NotStarted, PluginProgram, Plugins, Starter, When};
use crate::state::State;
use crate::wire::{Failure, Value};

/// A plugin does not start.
const PLUGIN_ERROR: i64 = -3;

pub(super) fn plugin(state: &State, caller: &[u8], params: Value<'_>, only_check: bool) -> Step {
    let asked = program(params).and_then(|(path, options)| is_executable(&path).map(|()| (path, options)));
    let (path, options) = match asked {
        Ok(_) if only_check => return Ok(Done::new("{}".to_owned())).into(),
        Ok(asked) => asked,
        Err(failure) => return Err(failure).into(),
    };
    let Some(program) = state.plugins.program(Path::new(&path), options) else {
        return Err(Failure::invalid_params(format!("{path}: already registered"))).into();
    };
    let (plugins, starter) = (Arc::clone(&state.plugins), state.starter(When::Running, caller));
    in_thread(state, move || start(&plugins, program, &starter).map(|()| listed(&plugins, "start")))
}

fn is_executable(path: &str) -> Result<(), Failure> {
    access(path, Access::EXEC_OK).map_err(|error| {
        let why = of_system(&io::Error::from(error));
        Failure::invalid_params(format!("{path} is not executable: {why}"))
    })
}

fn start(plugins: &Arc<Plugins>, program: PluginProgram, starter: &Starter) -> Result<(), Failure> {
    let path = program.path().display().to_string();
    let why = match plugins.start(vec![program], starter) {
        Ok(started) => {
            let disabled = started.iter().find(|link| link.disabled().is_some());
            match disabled.and_then(|link| link.gone()) {
                Some(fault) => fault.reason,
                None => return Ok(()),
            }
        }
        Err(NotStarted::Program(_, error)) => format!("opening pipe: {}", of_system(&error)),
        Err(NotStarted::Option(_, why)) => why,
        Err(NotStarted::Fault(_, fault)) => fault.reason,
    };
    Err(Failure::new(PLUGIN_ERROR, format!("{path}: {why}")))
}

pub(super) fn folder(state: &State, caller: &[u8], params: Value<'_>, only_check: bool) -> Step {
    let paths = match parameter(params, "directory").and_then(|folder| executables(&folder)) {
        Ok(_) if only_check => return Ok(Done::new("{}".to_owned())).into(),
        Ok(paths) => paths,
        Err(failure) => return Err(failure).into(),
    };
    let (plugins, starter) = (Arc::clone(&state.plugins), state.starter(When::Running, caller));
    in_thread(state, move || start_all(&plugins, &paths, &starter))
}

/// Starts those that do not run. Who cannot be started is left out, as the log says.
fn start_all(plugins: &Arc<Plugins>, paths: &[PathBuf], starter: &Starter) -> Outcome {
    for program in paths.iter().filter_map(|path| plugins.program(path, Vec::new())) {
        let _ = start(plugins, program, starter);
    }
    Ok(listed(plugins, "startdir"))
}

/// What a node takes for plugins in a folder, in order.
fn executables(folder: &str) -> Result<Vec<PathBuf>, Failure> {
    if access(folder, Access::EXISTS).is_err() {
        return Err(Failure::invalid_params(format!("Could not open {folder}")));
    }
    let failed = |error| {
        let why = of_system(&error);
        Failure::invalid_params(format!("Failed to open plugin-dir {folder}: {why}"))
    };
    let entries = fs::read_dir(folder).map_err(failed)?.filter_map(Result::ok);
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).filter(|path| is_plugin(path)).collect();
    paths.sort();
    Ok(paths)
}

fn is_plugin(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_str();
    let is_plain = |letter: char| !letter.is_ascii_punctuation() || matches!(letter, '-' | '_' | '.');
    let is_named = name.is_some_and(|name| name.chars().all(is_plain) && name != "README.md");
    is_named && fs::metadata(path).is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}
