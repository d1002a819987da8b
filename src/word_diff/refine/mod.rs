//! The last step of marking: an edit of tokens becomes marked bytes, cut down to the letters that differ.
//!
//! ```text
//! edit      [-vocals-]      {+Lvocals+}
//! marks     vocals          {+L+}vocals        within_word
//!
//! edit      [-Karl Meier-]  {+Karel Meier+}
//! marks     Karl Me[-i-]er  Kar{+e+}l Me{+y+}er    similar_words
//!
//! edit      [-1⍽204-]       {+1 204+}
//! marks     1[-⍽-]204       1{+ +}204              white_space
//! ```

pub(crate) mod ranges;
pub(crate) mod similar_words;
pub(crate) mod white_space;
pub(crate) mod within_word;
