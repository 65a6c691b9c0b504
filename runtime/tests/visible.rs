//! What is escaped, held against Unicode's own tables.

use cln_runtime::is_visible;
use regex::Regex;

#[test]
fn what_is_visible_is_what_unicode_says() -> Result<(), regex::Error> {
    let hidden =
        Regex::new(r"^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}--\p{Prepended_Concatenation_Mark}]$")?;
    let mut count = 0;
    for letter in '\0'..=char::MAX {
        let is_hidden = hidden.is_match(letter.encode_utf8(&mut [0; 4]));
        assert_eq!(is_visible(letter), !is_hidden, "U+{:04X}", u32::from(letter));
        count += usize::from(is_hidden);
    }
    assert!(count > 4000, "{count}");
    Ok(())
}
