//! Tries properties on seeded inputs, without a fuzzer: `cln-fuzz [TARGET [--seed N] [--executions N] [FILE...]]`.
//!
//! Without arguments, all of them as often as planned. A run that does less than was planned fails.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a run that cannot go on has to fail")]

mod run;

use std::path::PathBuf;
use std::process::ExitCode;

use cln_fuzz::{TARGETS, Target};
use run::{Plan, run};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match plans(&arguments) {
        Ok(plans) => run(&plans),
        Err(why) => {
            eprintln!("error: {why}\nusage: cln-fuzz [TARGET [--seed N] [--executions N] [FILE...]]");
            ExitCode::FAILURE
        }
    }
}

fn plans(arguments: &[String]) -> Result<Vec<Plan>, String> {
    let Some((name, rest)) = arguments.split_first() else {
        return Ok(TARGETS.iter().map(|target| Plan::new(*target)).collect());
    };
    let mut plan = Plan::new(target(name)?);
    let mut rest = rest.iter();
    while let Some(argument) = rest.next() {
        let mut number = || rest.next().and_then(|text| text.parse().ok()).ok_or(format!("{argument} wants a number"));
        match argument.as_str() {
            "--seed" => plan.seed = number()?,
            "--executions" => plan.executions = number()?,
            file => plan.files.push(PathBuf::from(file)),
        }
    }
    Ok(vec![plan])
}

fn target(name: &str) -> Result<Target, String> {
    let known = TARGETS.map(|target| target.name).join(", ");
    TARGETS.into_iter().find(|target| target.name == name).ok_or(format!("no target {name}: there are {known}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(arguments: &str) -> Result<Vec<Plan>, String> {
        plans(&arguments.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn all_targets_run_as_often_as_planned() {
        let plans = plan("").unwrap();
        assert_eq!(plans.len(), TARGETS.len());
        assert!(plans.iter().all(|plan| plan.executions > 0 && plan.executions == plan.target.executions));
    }

    #[test]
    fn one_target_runs_as_it_is_told() {
        let [plan] = &plan("text --seed 7 --executions 1 a b").unwrap()[..] else { unreachable!() };
        assert_eq!((plan.target.name, plan.seed, plan.executions, plan.files.len()), ("text", 7, 1, 2));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for (arguments, why) in [("txt", "no target txt"), ("text --seed", "--seed wants a number")] {
            assert!(plan(arguments).unwrap_err().starts_with(why), "{arguments}");
        }
    }
}
