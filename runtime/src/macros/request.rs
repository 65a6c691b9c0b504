//! Requests.

/// `Request` for a struct, and `cln_rpc::TypedRequest` with the feature `cln-rpc`: the method that it calls, the response
/// and the error. `Lists`, if the response has one array of objects; `Pages`, if their indices order them.
/// `AwaitsPaid`, if it waits for the next paid invoice.
///
/// ```ignore
/// request!(DelpayRequest calls "delpay": DelpayResponse or DelpayError lists DelpayPayments in "payments");
/// request!(ListsendpaysRequest calls "listsendpays": ListsendpaysResponse or ListsendpaysError
///     lists ListsendpaysPayments in "payments"
///     pages payments of "sendpays" by ListsendpaysIndex { Created created_index, Updated updated_index });
/// request!(WaitanyinvoiceRequest calls "waitanyinvoice": WaitanyinvoiceResponse or WaitanyinvoiceError
///     awaits pay_index after lastpay_index);
/// request!(PayRequest calls "pay": PayResponse or PayError deprecated(Some("v26.06"), Some("v27.03")));
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! request {
    (
        $request:ident calls $method:literal: $response:ident or $error:ident
        $(
            lists $item:ident in $field:literal
            $(
                pages $rows:ident of $subsystem:literal
                by $index:ident { $created:ident $created_index:ident $(, $updated:ident $updated_index:ident)? $(,)? }
            )?
        )?
        $(awaits $paid:ident after $last:ident)?
        $(deprecated($since:expr, $removed_in:expr $(,)?))? $(,)?
    ) => {
        impl $crate::Request for $request {
            const METHOD: &'static str = $method;
            type Response = $response;
            type Error = $error;
            $(const DEPRECATED: ::core::option::Option<&'static $crate::rules::Deprecation> =
                ::core::option::Option::Some(&$crate::rules::Deprecation::new($since, $removed_in));)?
        }

        $(
            impl $crate::Lists<$item> for $request {
                const FIELD: &'static str = $field;
            }

            $(
                impl $crate::Pages<$item> for $request {
                    const SUBSYSTEM: &'static str = $subsystem;

                    fn order(&self) -> $crate::RowOrder {
                        match self.index {
                            $(::core::option::Option::Some($index::$updated) => $crate::RowOrder::Updated,)?
                            _ => $crate::RowOrder::Created,
                        }
                    }

                    fn start(&self) -> ::core::option::Option<u64> {
                        self.start
                    }

                    fn limit(&self) -> ::core::option::Option<u32> {
                        self.limit
                    }

                    fn page(&self, start: u64, limit: u32) -> Self {
                        let mut page = ::core::clone::Clone::clone(self);
                        page.index.get_or_insert($index::$created);
                        page.start = ::core::option::Option::Some(start);
                        page.limit = ::core::option::Option::Some(limit);
                        page
                    }

                    fn rows(response: $response) -> ::std::vec::Vec<$item> {
                        response.$rows
                    }

                    fn index(&self, row: &$item) -> ::core::option::Option<u64> {
                        match self.index {
                            $(::core::option::Option::Some($index::$updated) => {
                                ::core::option::Option::from(row.$updated_index)
                            })?
                            _ => ::core::option::Option::from(row.$created_index),
                        }
                    }
                }
            )?
        )?

        $(
            impl $crate::AwaitsPaid for $request {
                fn last_index(&self) -> ::core::option::Option<u64> {
                    self.$last
                }

                fn after(&self, index: u64) -> Self {
                    let mut after = ::core::clone::Clone::clone(self);
                    after.$last = ::core::option::Option::Some(index);
                    after
                }

                fn index(response: &$response) -> ::core::option::Option<u64> {
                    ::core::option::Option::from(response.$paid)
                }
            }
        )?

        $crate::impl_typed_request!($request);
    };
}

/// `cln_rpc::TypedRequest` for a generated request.
#[cfg(feature = "cln-rpc")]
#[macro_export]
#[doc(hidden)]
macro_rules! impl_typed_request {
    ($request:ident) => {
        impl $crate::__private::cln_rpc::TypedRequest for $request {
            type Response = <$request as $crate::Request>::Response;

            fn method(&self) -> &str {
                <$request as $crate::Request>::METHOD
            }
        }
    };
}

/// Nothing: the feature `cln-rpc` is off.
#[cfg(not(feature = "cln-rpc"))]
#[macro_export]
#[doc(hidden)]
macro_rules! impl_typed_request {
    ($request:ident) => {};
}
