//! Rules between the fields of one object: together, alone, not without another.

use super::object::{Given, member_place};
use super::{Place, Stop, Walker};
use crate::json::Source;
use crate::rules::{GroupKind, Rule, Shape};

impl<S: Source> Walker<'_, S> {
    pub(super) fn groups(&mut self, shape: &Shape<'_>, given: &Given, place: &Place<'_>) -> Result<(), Stop> {
        for group in shape.groups {
            match group.kind {
                GroupKind::Paired => self.paired(shape, group.members, given, place)?,
                GroupKind::Exclusive => self.exclusive(shape, group.members, given, place)?,
                GroupKind::Dependent => self.dependent(shape, group.members, given, place)?,
            }
        }
        Ok(())
    }

    fn exclusive(
        &mut self,
        shape: &Shape<'_>,
        members: &[usize],
        given: &Given,
        place: &Place<'_>,
    ) -> Result<(), Stop> {
        let fields = |index: &usize| Some((*index, shape.fields.get(*index)?));
        let mut given_members = members.iter().filter(|index| given.fields.contains(**index)).filter_map(fields);
        let Some((_, first)) = given_members.next() else { return Ok(()) };
        for (index, field) in given_members {
            let message = format!("expected {:?} alone, found {:?} beside it", first.name, field.name);
            self.report.add(Rule::Exclusive, &member_place(place, field, index, given.positional), message)?;
        }
        Ok(())
    }

    fn dependent(
        &mut self,
        shape: &Shape<'_>,
        members: &[usize],
        given: &Given,
        place: &Place<'_>,
    ) -> Result<(), Stop> {
        let Some((&on, others)) = members.split_first() else { return Ok(()) };
        let Some(master) = shape.fields.get(on).filter(|_| !given.fields.contains(on)) else { return Ok(()) };
        for &index in others.iter().filter(|index| given.fields.contains(**index)) {
            let Some(field) = shape.fields.get(index) else { continue };
            let message = format!("expected {:?} only together with {:?}, found it alone", field.name, master.name);
            self.report.add(Rule::Dependent, &member_place(place, field, index, given.positional), message)?;
        }
        Ok(())
    }

    fn paired(&mut self, shape: &Shape<'_>, members: &[usize], given: &Given, place: &Place<'_>) -> Result<(), Stop> {
        let is_given = |index: &&usize| given.fields.contains(**index);
        let Some(present) = members.iter().find(is_given).and_then(|&index| shape.fields.get(index)) else {
            return Ok(());
        };
        for &index in members.iter().filter(|index| !is_given(index)) {
            let Some(field) = shape.fields.get(index) else { continue };
            let message = format!(
                "expected {:?}, which goes together with {:?}; found only the latter",
                field.name, present.name
            );
            self.report.add(Rule::Paired, &member_place(place, field, index, given.positional), message)?;
        }
        Ok(())
    }
}
