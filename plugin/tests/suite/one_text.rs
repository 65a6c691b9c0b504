//! Records of one text.

/// A record of one text, small but as the generator writes it.
macro_rules! of_one_text {
    ($type:ident $field:ident) => {
        #[derive(Clone, Debug, PartialEq)]
        struct $type {
            $field: String,
        }

        const _: () = {
            use cln_runtime::rules::{Field, KeyIndex, Kind, ScalarKind, Shape, key_index, key_index_len};
            static FIELDS: &[Field<'static>] = &[Field::required(stringify!($field), Kind::Scalar(ScalarKind::String))];
            static SHAPE: Shape<'static> = Shape {
                fields: FIELDS,
                index: KeyIndex::new(&key_index::<{ key_index_len(FIELDS.len()) }>(FIELDS), FIELDS),
                closed: false,
                params: false,
                groups: &[],
                clauses: &[],
            };
    cln_runtime::record!($type from Node by SHAPE { $field, });
        };
    };
}

pub(crate) use of_one_text;
