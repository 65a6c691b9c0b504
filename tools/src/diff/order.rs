//! The order of fields: positions of parameters, and of the arguments of what makes a struct.

use cln_codegen::diagnostic::quoted;
use cln_codegen::schema::Schema;

use super::changes::{Changes, Spot, Where};
use super::nodes::{FieldOf, name_of};
use super::{Code, Severity};

/// Beyond so many required fields the bindings have a struct of them, where each is named.
const MAX_ARGUMENTS: usize = 5;

/// What follows if only hidden parameters stand elsewhere.
const ONLY_HIDDEN: &str =
    "Only hidden parameters stand elsewhere, and nobody sends those by position; calls by name do not notice.";

/// An object and its fields.
type Fields<'a, 's> = (&'s Schema, &'a [FieldOf<'s>]);

impl Changes {
    pub(super) fn order(
        &mut self,
        (old, before): Fields<'_, '_>,
        (new, after): Fields<'_, '_>,
        renamed: &[(String, String)],
        place: &Where,
    ) {
        let spots = (Spot::of(old), Spot::of(new));
        if place.params {
            self.positions(before, after, renamed, spots.clone(), place);
        }
        let (was, is) = (required(before, after), required(after, before));
        let is_called = |fields: &[FieldOf<'_>]| fields.iter().filter(|field| field.required).count() <= MAX_ARGUMENTS;
        if was != is && is_called(before) && is_called(after) {
            let list = |names: &[String]| names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
            let what = format!("{}: required fields stood as {} and stand as {}", place.name(), list(&was), list(&is));
            self.of_words(Code::ArgumentsReordered, spots, Some(place.origin), what);
        }
    }

    /// The first position that means another parameter; of hidden ones only if no other does.
    fn positions(
        &mut self,
        before: &[FieldOf<'_>],
        after: &[FieldOf<'_>],
        renamed: &[(String, String)],
        spots: (Spot, Spot),
        place: &Where,
    ) {
        let now = |name| renamed.iter().find(|(from, _)| from == name).map_or(name, |(_, to)| to.as_str());
        let pairs = || before.iter().zip(after).enumerate();
        let mut moved = pairs().filter(|(_, (was, is))| now(name_of(was)) != name_of(is));
        let is_public = |(_, (was, _)): &(usize, (&FieldOf<'_>, &FieldOf<'_>))| !was.property.schema.hidden;
        let Some(first) = moved.clone().find(is_public).or_else(|| moved.next()) else { return };
        let (index, (was, is)) = first;
        let [was, is] = [now(name_of(was)), name_of(is)].map(|name| place.name_of(name));
        let what = format!("position {} was {was} and is {is}", index + 1);
        if is_public(&first) {
            let change = self.of_value(Code::PositionsChanged, spots, place, what);
            if let Some(aim) = &mut change.aim {
                aim.by_position = true;
            }
        } else {
            let change = self.of_words(Code::PositionsChanged, spots, Some(place.origin), what);
            change.means(Severity::Compatible, ONLY_HIDDEN);
        }
    }
}

/// The fields that are required in both.
fn required(fields: &[FieldOf<'_>], other: &[FieldOf<'_>]) -> Vec<String> {
    let stays = |field: &&FieldOf<'_>| other.iter().any(|o| o.required && name_of(o) == name_of(field));
    let kept = fields.iter().filter(|field| field.required).filter(stays);
    kept.map(|field| name_of(field).to_owned()).collect()
}
