/// How a request says that content is to be processed: chunk sizes, embedding models, kinds of files.
///
/// Several groups of the API take these fields; [dev.allotrope.carbon.contract.processing.ProcessingFields] turns them
/// into processing options. The names are the contract's.
@NullMarked
package dev.allotrope.carbon.contract.processing;

import org.jspecify.annotations.NullMarked;
