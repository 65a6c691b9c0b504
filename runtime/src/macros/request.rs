//! Requests.

/// `Request` for a struct, and `cln_rpc::TypedRequest` with the feature `cln-rpc`: the method that it calls, the response
/// and the error. `Lists`, if the response has one array of objects.
///
/// ```ignore
/// request!(DelpayRequest calls "delpay": DelpayResponse or DelpayError lists DelpayPayments in "payments");
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! request {
    (
        $request:ident calls $method:literal: $response:ident or $error:ident
        $(lists $item:ident in $field:literal)? $(,)?
    ) => {
        impl $crate::Request for $request {
            const METHOD: &'static str = $method;
            type Response = $response;
            type Error = $error;
        }

        $(
            impl $crate::Lists<$item> for $request {
                const FIELD: &'static str = $field;
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
